// The archive: search as you type, both copies, and what their signatures say.

import {get, query} from './api.js';
import {add, debounced, fill, h} from './dom.js';
import {caseLink, chip, failure, nothing} from './parts.js';
import {t, when} from './words.js';

const kValidity = {valid: 'good', invalid: 'bad', indeterminate: 'wait', unsigned: 'bad', missing: 'bad'};
const words = () => ({valid: t('有效', 'valid'), invalid: t('无效', 'invalid'), indeterminate: t('不能判定', 'indeterminate'), unsigned: t('无签名', 'unsigned'), missing: t('缺失或损坏', 'missing or damaged')});
const state = (copy) => ({filed: t('已归档', 'Filed'), waiting: t('尚未登记移交企业', 'Not yet handed over to the enterprise'),
  handed_over: t(`已移交企业 ${copy.handed_over_on} · ${copy.receipt}`, `Handed over ${copy.handed_over_on} · ${copy.receipt}`)})[copy.state];
const holders = () => ({unit: t('组织单位存', 'The unit\'s copy'), enterprise: t('企业存', 'The enterprise\'s copy')});

async function showRecord(place, record) {
  fill(place, h('p', {class: 'nothing'}, t('正在核对签名…', 'Verifying the signatures…')));
  try {
    const answer = await get(`/api/archive/${encodeURIComponent(record.submission)}/verification`);
    fill(place, h('h2', {}, record.enterprise), h('p', {class: 'quiet'}, record.archive_code),
      h('dl', {class: 'facts'}, [[t('代码', 'Code'), record.credit_code], [t('签署日期', 'Signed on'), record.signed_on],
        [t('归档时间', 'Filed'), when(record.filed_at)], [t('保管期限', 'Retention'), [record.retention, record.expires].filter(Boolean).join(' · ')],
        [t('组织单位', 'Unit'), record.unit_name], [t('批次', 'Batch'), record.batch]].filter(([, value]) => value)
        .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
      chip(answer.whole ? 'good' : 'bad', answer.whole ? t('档案完好', 'all objects whole') : t('档案有损', 'objects damaged')),
      answer.hold ? chip('wait', t(`冻结：${answer.hold}`, `Held: ${answer.hold}`)) : null,
      answer.copies.map((copy) => h('div', {class: 'copy'},
        h('div', {class: 'title-line'}, h('h3', {}, holders()[copy.holder]), chip(kValidity[copy.verdict], words()[copy.verdict])),
        h('p', {class: 'small'}, state(copy)),
        copy.signatures.map((each) => h('p', {class: 'small quiet'}, `${each.signer} · ${when(each.signed_at)} · ${each.level}`, h('br'), each.reason)),
        h('p', {class: 'mono small quiet'}, 'SHA-256 ', copy.sha256),
        h('a', {class: 'button', href: `/api/archive/${encodeURIComponent(record.submission)}/copies/${copy.holder}`, download: true}, t('下载 PDF', 'Download PDF')))),
      h('a', {href: caseLink({id: record.submission})}, t('查看扫描件与经过', 'Scans and history')));
  } catch (error) {
    fill(place, failure(error));
  }
}

export async function archivePage(place) {
  const list = h('div');
  const detail = h('aside', {class: 'card pad detail', hidden: true});
  let latest = 0;
  const load = async (q) => {
    const mine = ++latest;
    const {records} = await get('/api/archive' + query({q, limit: 100}));
    if (mine !== latest) return;  // a later search was quicker
    fill(list, records.length === 0 ? nothing(q ? t('没有找到。', 'Nothing found.') : t('档案库还是空的。', 'The archive is empty.')) :
      records.map((record) => h('button', {class: 'line', onclick: (event) => {
        list.querySelectorAll('.chosen').forEach((each) => each.classList.remove('chosen'));
        event.currentTarget.classList.add('chosen');
        detail.hidden = false;
        showRecord(detail, record);
      }}, h('span', {class: 'line-main'}, h('span', {class: 'line-title'}, record.enterprise),
        h('span', {class: 'line-note'}, record.hits.length ? record.hits.map((hit) => `…${hit.snippet}…`).join(' ') : record.credit_code)),
      h('span', {class: 'line-side'}, h('span', {class: 'mono small'}, record.archive_code), h('span', {class: 'line-time'}, record.signed_on)))));
  };
  const search = h('input', {type: 'search', class: 'big', placeholder: t('企业名称、信用代码、档号，或承诺书中的文字', 'Name, credit code, archive code, or words of a letter'),
    'aria-label': t('查找档案', 'Search the archive'), oninput: debounced((event) => load(event.target.value.trim()), 200)});
  add(place, h('div', {class: 'page'}, h('h1', {}, t('档案', 'Archive')), search,
    h('div', {class: 'columns archive'}, h('section', {class: 'card'}, list), detail)));
  await load('');
}
