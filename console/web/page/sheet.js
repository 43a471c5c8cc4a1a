// Reads the first sheet of an .xlsx file, or a .csv (UTF-8 or GBK), into rows of texts. Only what a
// list of enterprises needs: shared and inline strings and plain values (ECMA-376).

import {t} from './words.js';

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new TextDecoder().decode(await new Response(stream).arrayBuffer());
}

/** The parts of a zip by name, each as a function that unpacks it. */
function zipParts(buffer) {
  const view = new DataView(buffer);
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) --end;
  if (end < 0) throw new Error(t('这不是 xlsx 文件。', 'This is no xlsx file.'));
  const parts = new Map();
  let at = view.getUint32(end + 16, true);
  for (let i = view.getUint16(end + 10, true); i > 0; --i) {
    const [method, size, nameSize, extra, comment, local] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true),
      view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    const name = new TextDecoder().decode(new Uint8Array(buffer, at + 46, nameSize));
    parts.set(name, () => {
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const bytes = new Uint8Array(buffer, start, size);
      return method === 0 ? Promise.resolve(new TextDecoder().decode(bytes)) : inflated(bytes);
    });
    at += 46 + nameSize + extra + comment;
  }
  return parts;
}

const parsed = (text) => new DOMParser().parseFromString(text, 'application/xml');
const texts = (element) => [...element.getElementsByTagName('t')].map((each) => each.textContent).join('');
const columnOf = (reference) => [...reference.replace(/\d/g, '')].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1;

async function readXlsx(buffer) {
  const parts = zipParts(buffer);
  const shared = parts.has('xl/sharedStrings.xml')
    ? [...parsed(await parts.get('xl/sharedStrings.xml')()).getElementsByTagName('si')].map(texts) : [];
  const sheet = parts.get('xl/worksheets/sheet1.xml');
  if (!sheet) throw new Error(t('表格里没有第一张工作表。', 'The file has no first sheet.'));
  return [...parsed(await sheet()).getElementsByTagName('row')].map((row) => {
    const cells = [];
    for (const cell of row.getElementsByTagName('c')) {
      const value = cell.getElementsByTagName('v')[0]?.textContent ?? '';
      const text = cell.getAttribute('t') === 's' ? shared[Number(value)] : cell.getAttribute('t') === 'inlineStr' ? texts(cell) : value;
      cells[columnOf(cell.getAttribute('r') ?? 'A')] = text ?? '';
    }
    return Array.from(cells, (cell) => cell ?? '');
  });
}

function readCsv(text) {
  const separator = (text.split('\n', 1)[0].match(/\t/g) ?? []).length ? '\t' : ',';
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') { cell += '"'; ++i; }
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === separator || c === '\n')) {
      rows.at(-1).push(cell.trim());
      cell = '';
      if (c === '\n') rows.push([]);
    } else if (c !== '\r') cell += c;
  }
  rows.at(-1).push(cell.trim());
  return rows;
}

export async function readSheet(file) {
  const buffer = await file.arrayBuffer();
  const head = new Uint8Array(buffer.slice(0, 2));
  if (head[0] === 0x50 && head[1] === 0x4b) return readXlsx(buffer);
  try {
    return readCsv(new TextDecoder('utf-8', {fatal: true}).decode(buffer));
  } catch {
    return readCsv(new TextDecoder('gb18030').decode(buffer));  // as Excel saves it in China
  }
}
