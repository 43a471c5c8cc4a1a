// All submissions: search as you type, by state, page by page.

import {get, query, session} from './api.js';
import {debounced, fill, h} from './dom.js';
import {onChange} from './live.js';
import {caseLink, chip, nothing, titleOf} from './parts.js';
import {t, when} from './words.js';

const kPerPage = 50;
const kStates = () => [
  ['', t('全部', 'All')], ['held', t('待处理', 'Waiting')], ['reading', t('识别中', 'Being read')],
  ['approved', t('审核通过', 'Approved')], ['published', t('已公布', 'Published')],
  ['archived', t('已归档', 'Archived')], ['reported', t('已报送', 'Reported')],
  ['returned', t('已退回', 'Returned')], ['failed', t('异常', 'Failed')]];

const row = (each, withBatch) => h('tr', {},
  h('td', {}, h('a', {href: caseLink(each)}, titleOf(each)), h('div', {class: 'quiet small'}, each.id)),
  withBatch ? h('td', {}, each.batch) : null,
  h('td', {}, chip(each.tone, each.word)),
  h('td', {class: 'wide-cell'}, each.hold ? each.hold.reason : each.archive_code),
  h('td', {class: 'nowrap quiet'}, when(each.received_at)));

/** A table of submissions with its own search, states and pages; `fixed`: unit and batch. */
export function submissionTable(fixed, state = '') {
  let offset = 0;
  let q = '';
  const body = h('div');
  const states = h('div', {class: 'tabs', role: 'group', 'aria-label': t('状态', 'State')});
  const load = async (options) => {
    const answer = await get('/api/submissions' +
      query({...fixed, state, q, offset, limit: kPerPage, order: 'newest'}), options);
    fill(states, kStates().map(([id, word]) => h('button', {
      'aria-pressed': String(id === state), onclick: () => { state = id; offset = 0; load(); },
    }, word)));
    const withBatch = !fixed.batch;
    fill(body, answer.submissions.length === 0 ? nothing(t('没有符合条件的申报件。', 'Nothing fits.')) :
      h('div', {class: 'scroll'}, h('table', {},
        h('thead', {}, h('tr', {}, h('th', {}, t('企业 / 文件', 'Enterprise / file')),
          withBatch ? h('th', {}, t('批次', 'Batch')) : null, h('th', {}, t('状态', 'State')),
          h('th', {}, t('原因 / 档号', 'Reason / archive code')), h('th', {}, t('收件时间', 'Received')))),
        h('tbody', {}, answer.submissions.map((each) => row(each, withBatch))))),
    answer.total > kPerPage ? h('div', {class: 'pager'},
      h('button', {disabled: offset === 0, onclick: () => { offset -= kPerPage; load(); }}, t('上一页', 'Previous')),
      h('span', {}, t(`第 ${offset + 1}–${Math.min(offset + kPerPage, answer.total)} 件，共 ${answer.total} 件`,
        `${offset + 1}–${Math.min(offset + kPerPage, answer.total)} of ${answer.total}`)),
      h('button', {disabled: offset + kPerPage >= answer.total, onclick: () => { offset += kPerPage; load(); }}, t('下一页', 'Next'))) : null);
  };
  const search = h('input', {
    type: 'search', placeholder: t('企业名称、代码、文件名或编号', 'Name, code, file or id'),
    'aria-label': t('查找', 'Search'),
    oninput: debounced((event) => { q = event.target.value.trim(); offset = 0; load(); }, 200),
  });
  return {element: h('div', {}, h('div', {class: 'tools'}, search, states), body), load};
}

export async function listPage(place, [state = '']) {
  const table = submissionTable({unit: session.user.unit}, state);
  place.append(h('div', {class: 'page'}, h('h1', {}, t('申报件', 'Submissions')),
    h('section', {class: 'card pad'}, table.element)));
  await table.load();
  return onChange(() => table.load({quiet: true, background: true}).catch(() => {}));
}
