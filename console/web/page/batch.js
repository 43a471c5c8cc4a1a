// Batches, and one batch: how many stand where, its letters, its receipt and report, and its list.

import {get, may, post, query} from './api.js';
import {add, fill, h, toast} from './dom.js';
import {submissionTable} from './list.js';
import {onChange} from './live.js';
import {batchLink, caseLine, chip, failure, nothing, section, statesBar, toneOf} from './parts.js';
import {readSheet} from './sheet.js';
import {t} from './words.js';

const kName = /企业名称|单位名称|enterprise|company|name/i;
const kCode = /信用代码|代码|code/i;

export async function batchesPage(place) {
  const content = h('div', {class: 'page'});
  place.append(content);
  const refresh = async (options) => {
    const {batches} = await get('/api/batches', options);
    fill(content, h('h1', {}, t('批次', 'Batches')), h('section', {class: 'card'}, batches.length
      ? batches.map((each) => h('a', {class: 'line', href: batchLink(each)},
        h('span', {class: 'line-main'}, h('span', {class: 'line-title'}, each.batch),
          h('span', {class: 'line-note'}, each.unit_name), statesBar(each.states)),
        h('span', {class: 'line-side'}, h('span', {class: 'count'}, t(`${each.total} 件`, `${each.total}`)),
          h('span', {class: 'line-time'}, each.open ? t(`余 ${each.open}`, `${each.open} open`) : t('已办完', 'done')))))
      : nothing(t('还没有批次。在“收件”页填写批次名后拖入文件夹即可。', 'No batch yet. Name one under “Hand in” and drop a folder.'))));
  };
  await refresh();
  return onChange(() => refresh({quiet: true, background: true}).catch(() => {}));
}

/** Rows of {enterprise, credit_code} out of a sheet whose first rows may be titles. */
function listed(rows) {
  const head = rows.findIndex((row) => row.some((cell) => kName.test(cell)) );
  if (head < 0) throw new Error(t('清单中没有“企业名称”一列。', 'The list has no column “enterprise”.'));
  const code = rows[head].findIndex((cell) => kCode.test(cell));
  const name = rows[head].findIndex((cell, index) => kName.test(cell) && index !== code);
  return rows.slice(head + 1)
    .map((row) => ({enterprise: (row[name] ?? '').trim(), credit_code: (row[code] ?? '').trim()}))
    .filter((row) => row.enterprise || row.credit_code);
}

function matchResult(answer) {
  const missing = answer.missing.map((each) => h('div', {class: 'line still'}, h('span', {class: 'line-main'},
    h('span', {class: 'line-title'}, each.enterprise), h('span', {class: 'line-note'}, each.credit_code)), chip('bad', t('未收到', 'not here'))));
  return [
    h('p', {class: 'notice quiet', role: 'status'}, t(`清单与收件核对：相符 ${answer.found.length} 件，未收到 ${answer.missing.length} 件，清单外 ${answer.extra.length} 件。`,
      `List against papers: ${answer.found.length} are here, ${answer.missing.length} are missing, ${answer.extra.length} are not on the list.`)),
    missing.length ? section(t('清单上有，未收到', 'On the list, not here'), missing.length, missing) : null,
    answer.extra.length ? section(t('收到了，清单上没有', 'Here, not on the list'), answer.extra.length, answer.extra.slice(0, 100).map((each) => caseLine(each))) : null];
}

export async function batchPage(place, [unit, batch]) {
  const which = {unit, batch};
  const head = h('div');
  const matched = h('div', {class: 'stack'});
  const table = submissionTable(which);
  const list = h('input', {type: 'file', accept: '.xlsx,.csv,.txt', class: 'unseen', tabindex: '-1', 'aria-label': t('清单', 'List'),
    onchange: async () => {
      try {
        fill(matched, matchResult(await post('/api/batch/match' + query(which), {rows: listed(await readSheet(list.files[0]))})));
      } catch (error) {
        fill(matched, failure(error));
      }
      list.value = '';
    }});
  const refresh = async (options) => {
    const {batches} = await get('/api/batches', options);
    const here = batches.find((each) => each.unit === unit && each.batch === batch);
    if (!here) return fill(head, nothing(t('这个批次里还没有件。', 'Nothing is in this batch yet.')));
    fill(head, h('div', {class: 'batch-figures'}, h('strong', {}, t(`${here.total} 件`, `${here.total} letters`)),
      here.states.map((each) => chip(toneOf(each.state), `${each.word} ${each.count}`))), statesBar(here.states));
  };
  add(place, h('div', {class: 'page'},
    h('div', {class: 'title-line'}, h('h1', {}, batch), h('div', {class: 'buttons'},
      may('hand_in') ? h('a', {class: 'button', href: `#/handin/${encodeURIComponent(unit)}/${encodeURIComponent(batch)}`}, t('继续收件', 'Hand in more')) : null,
      may('correct') ? h('a', {class: 'button', href: `#/group/${encodeURIComponent(unit)}/${encodeURIComponent(batch)}`}, t('成组核对', 'Check side by side')) : null,
      h('button', {onclick: () => list.click()}, t('核对清单…', 'Compare a list…')),
      h('a', {class: 'button', href: '/api/batch/report' + query(which), download: `${batch}.csv`}, t('导出明细', 'Export report')),
      h('a', {class: 'button', href: `#/receipt/batch/${encodeURIComponent(unit)}/${encodeURIComponent(batch)}`}, t('回执', 'Receipt')), list)),
    h('section', {class: 'card pad'}, head), matched, h('section', {class: 'card pad'}, table.element)));
  await Promise.all([refresh(), table.load()]);
  return onChange(() => {
    const aside = {quiet: true, background: true};
    refresh(aside).catch(() => {});
    table.load(aside).catch(() => {});
  });
}
