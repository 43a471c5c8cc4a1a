// Files come in: dropped or chosen, in pieces that go on where they stood after a broken line.

import {call, post, session} from './api.js';
import {add, fill, h} from './dom.js';
import {t, bytes} from './words.js';

const kPiece = 4 * 1024 * 1024;
const kAtOnce = 3;
const kIgnored = /^(~\$.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** All files below what was dropped, folders walked through. */
async function filesIn(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) return void files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    const reader = entry.createReader();
    for (;;) {  // a reader gives a hundred at a time
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return;
      for (const each of some) await walk(each);
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

/** Sends one file; a broken line is tried again until it is back. Returns what became of it. */
async function send(file, place, progress) {
  for (let attempt = 0; ; attempt++) {
    try {
      let upload = await post('/api/uploads', {name: file.name, size: file.size, ...place});
      while (upload.files === null) {
        progress(upload.offset / file.size);
        upload = await call('PATCH', `/api/uploads/${upload.id}?offset=${upload.offset}`,
          file.slice(upload.offset, upload.offset + kPiece));
      }
      progress(1);
      return upload.files;
    } catch (error) {
      if (error.status !== 0 && error.status !== 503) throw error;
      progress(null);
      await pause(Math.min(15000, 1000 * 2 ** attempt));
    }
  }
}

const kOutcomes = () => ({
  taken: ['good', t('已收', 'taken in')], duplicate: ['wait', t('重复，未再登记', 'received before')],
  refused: ['bad', t('未收下', 'not taken')], failed: ['bad', t('失败', 'failed')],
});

function resultCell(files) {
  return files.map((each) => {
    const [tone, word] = kOutcomes()[each.outcome];
    return h('div', {class: 'result'}, h('span', {class: `chip ${tone}`}, word),
      each.submission ? h('a', {href: `#/case/${encodeURIComponent(each.submission)}`}, each.submission) : null,
      files.length > 1 ? h('span', {class: 'quiet small'}, each.name) : null,
      each.message && each.outcome !== 'duplicate' ? h('span', {class: 'small'}, each.message) : null);
  });
}

const defaultBatch = () => {
  const now = new Date();
  const two = (n) => String(n).padStart(2, '0');
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
};

export async function handInPage(place, [unitGiven = '', batchGiven = '']) {
  const unit = h('select', {'aria-label': t('组织单位', 'Organising unit')},
    session.units.map((each) => h('option', {value: each.id}, each.name)));
  if (unitGiven) unit.value = unitGiven;
  const batch = h('input', {value: batchGiven, placeholder: t('不填则为单件', 'Leave empty for single letters'), 'aria-label': t('批次', 'Batch'), maxlength: 80});
  const rows = h('tbody');
  const table = h('table', {hidden: true}, h('thead', {}, h('tr', {}, h('th', {}, t('文件', 'File')), h('th', {}, t('大小', 'Size')), h('th', {}, t('结果', 'Result')))), rows);
  const summary = h('div', {class: 'summary', role: 'status', 'aria-live': 'polite'});
  const queue = [];
  const counts = {all: 0, taken: 0, duplicate: 0, refused: 0};
  let running = 0;

  function tellSummary() {
    const done = counts.taken + counts.duplicate + counts.refused;
    fill(summary, counts.all === 0 ? null : [
      h('progress', {max: counts.all, value: done, 'aria-label': t('进度', 'Progress')}),
      h('span', {}, t(`${done} / ${counts.all} 个文件：已收 ${counts.taken}，重复 ${counts.duplicate}，未收下 ${counts.refused}`,
        `${done} of ${counts.all} files: ${counts.taken} taken in, ${counts.duplicate} received before, ${counts.refused} not taken`)),
      batch.value && done === counts.all ? h('a', {class: 'button', href: `#/batch/${encodeURIComponent(unit.value)}/${encodeURIComponent(batch.value)}`}, t('查看批次', 'See the batch')) : null,
      batch.value && done === counts.all && counts.taken ? h('a', {class: 'button', href: `#/receipt/batch/${encodeURIComponent(unit.value)}/${encodeURIComponent(batch.value)}`}, t('打印回执', 'Print the receipt')) : null]);
  }

  async function work() {
    if (running >= kAtOnce || !queue.length) return;
    running++;
    const {file, target, cell} = queue.shift();
    const bar = h('progress', {max: 1, value: 0, 'aria-label': file.name});
    const word = h('span', {class: 'small quiet'});
    fill(cell, bar, word);
    try {
      const files = await send(file, target, (part) => {
        if (part === null) word.textContent = t(' 连接中断，稍候接着传', ' broken line; goes on by itself');
        else { bar.value = part; word.textContent = ` ${Math.round(part * 100)}%`; }
      });
      fill(cell, resultCell(files));
      const kinds = files.map((each) => each.outcome);
      counts[kinds.every((kind) => kind === 'taken') ? 'taken' : kinds.every((kind) => kind === 'duplicate') ? 'duplicate' : kinds.includes('taken') ? 'taken' : 'refused']++;
    } catch (error) {
      fill(cell, h('span', {class: 'chip bad'}, t('未收下', 'not taken')), ' ', h('span', {class: 'small'}, `${error.message} ${error.advice ?? ''}`));
      counts.refused++;
    }
    running--;
    tellSummary();
    work();
  }

  function take(files) {
    const target = {unit: unit.value, batch: batch.value.trim()};
    for (const file of files) {
      if (kIgnored.test(file.name)) continue;
      const cell = h('td', {class: 'wide-cell'}, h('span', {class: 'quiet small'}, t('等待中', 'waiting')));
      rows.append(h('tr', {}, h('td', {}, file.name), h('td', {class: 'nowrap quiet'}, bytes(file.size)), cell));
      queue.push({file, target, cell});
      counts.all++;
    }
    table.hidden = false;
    tellSummary();
    for (let i = 0; i < kAtOnce; ++i) work();
  }

  const chooser = (folder) => {
    const input = h('input', {type: 'file', multiple: true, webkitdirectory: folder, class: 'unseen', tabindex: '-1',
      'aria-label': folder ? t('选择文件夹', 'Choose a folder') : t('选择文件', 'Choose files'),
      onchange: () => { take([...input.files]); input.value = ''; }});
    return input;
  };
  const files = chooser(false);
  const folder = chooser(true);
  const zone = h('div', {
    class: 'drop-zone',
    ondragover: (event) => { event.preventDefault(); zone.classList.add('over'); },
    ondragleave: () => zone.classList.remove('over'),
    ondrop: async (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      const found = filesIn(event.dataTransfer);
      if (!batch.value && (event.dataTransfer.items.length > 1)) batch.value = defaultBatch();
      take(await found);
    },
  }, h('p', {class: 'drop-word'}, t('把扫描件或文件夹拖到这里', 'Drop scans or folders here')),
  h('p', {class: 'quiet small'}, t('PDF、JPG、PNG、TIFF 或 zip；断线后自动接着传', 'PDF, JPG, PNG, TIFF or zip; goes on by itself after a broken line')),
  h('div', {class: 'buttons'}, h('button', {class: 'primary', onclick: () => files.click()}, t('选择文件', 'Choose files')),
    h('button', {onclick: () => folder.click()}, t('选择文件夹', 'Choose a folder'))), files, folder);

  const guard = (event) => { if (queue.length || running) event.preventDefault(); };
  window.addEventListener('beforeunload', guard);
  add(place, h('div', {class: 'page'}, h('h1', {}, t('收件', 'Hand in')),
    h('section', {class: 'card pad'},
      h('div', {class: 'pair'}, h('label', {class: 'field'}, h('span', {}, t('组织单位', 'Organising unit')), unit),
        h('label', {class: 'field'}, h('span', {}, t('批次', 'Batch')), h('div', {class: 'with-button'}, batch,
          h('button', {type: 'button', onclick: () => { batch.value = defaultBatch(); }}, t('新批次', 'New batch'))))),
      zone, summary, h('div', {class: 'scroll'}, table))));
  return () => window.removeEventListener('beforeunload', guard);
}
