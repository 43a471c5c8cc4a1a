// Complaints (社会监督): what is to be done and by when, taking over the platform's, and entering one
// that came by telephone, letter or transfer.

import {get, post, query} from './api.js';
import {add, debounced, dialog, fill, h, toast} from './dom.js';
import {chip, failure, nothing} from './parts.js';
import {t, when} from './words.js';

export const complaintLink = (id) => `#/complaint/${encodeURIComponent(id)}`;

/** The two pages of supervision, above both. */
export const supervisionTabs = (current) => h('nav', {class: 'tabs', 'aria-label': t('社会监督', 'Supervision')},
  [['supervision', t('投诉', 'Complaints')], ['delisting', t('除名', 'Delisting')]].map(([name, word]) =>
    h('a', {class: 'button', href: `#/${name}`, 'aria-current': name === current ? 'page' : null}, word)));

export const field = (label, element, note = null) =>
  h('label', {class: 'field'}, h('span', {}, label), element, note ? h('small', {}, note) : null);

export const select = (choices, value = '') => {
  const element = h('select', {}, choices.map(([id, word]) => h('option', {value: id}, word)));
  element.value = value || choices[0][0];
  return element;
};

export const kChannels = () => [['phone', t('电话', 'Telephone')], ['letter', t('信函', 'Letter')],
  ['transfer', t('移送', 'Transfer')], ['web', t('网站', 'Web')]];

/** What is next, in words and a tone. */
export function nextChip(complaint) {
  if (!complaint.next) return chip('good', t('已办结', 'done'));
  const {what, overdue} = complaint.next;
  return chip(overdue ? 'bad' : 'wait', overdue ? t(`已超期：${what}`, `overdue: ${what}`) : what);
}

/** Finds the submission of an enterprise by its name, code or number; `value()` is the chosen id. */
function submissionChooser() {
  const found = h('select', {required: true, 'aria-label': t('承诺书', 'Letter')}, h('option', {value: ''}, t('先查找企业', 'Find the enterprise first')));
  const search = h('input', {type: 'search', autocomplete: 'off', oninput: debounced(async () => {
    const {submissions} = await get('/api/submissions' + query({q: search.value.trim(), limit: 20}), {quiet: true});
    fill(found, submissions.length === 0 ? h('option', {value: ''}, t('没有找到', 'Nothing found'))
      : submissions.map((each) => h('option', {value: each.id}, `${each.enterprise || each.id} · ${each.archive_code || each.word}`)));
  }, 200)});
  return {elements: [field(t('查找企业（名称、代码或编号）', 'Find the enterprise (name, code or id)'), search), field(t('承诺书', 'Letter'), found)], value: () => found.value};
}

async function registerDialog() {
  const chosen = submissionChooser();
  const channel = select(kChannels());
  const content = h('textarea', {rows: 4, required: true});
  const name = h('input', {autocomplete: 'off'});
  const contact = h('input', {autocomplete: 'off'});
  const source = h('input', {autocomplete: 'off'});
  const objection = h('input', {type: 'checkbox'});
  const told = h('div');
  return dialog(t('登记投诉', 'Enter a complaint'), [
    chosen.elements, field(t('渠道', 'Channel'), channel), field(t('反映的情况', 'What it says'), content),
    h('div', {class: 'pair'}, field(t('投诉人姓名（保密，不告知企业）', 'Complainant (never told to the enterprise)'), name), field(t('联系方式（保密）', 'How to reach them (confidential)'), contact)),
    field(t('来件编号', 'Number on the paper that came'), source),
    h('label', {class: 'check'}, objection, h('span', {}, t('对公示内容的异议：将中止公示', 'An objection to the publication: it stops the publicity period'))), told,
  ], [[t('取消', 'Cancel'), '', null], [t('登记', 'Enter'), 'primary', () => {
    if (chosen.value() && content.value.trim())
      return {submission: chosen.value(), channel: channel.value, content: content.value.trim(), name: name.value.trim(),
        contact: contact.value.trim(), source: source.value.trim(), objection: objection.checked};
    fill(told, h('p', {class: 'advice', role: 'alert'}, t('请选定承诺书，并写明反映的情况。', 'Choose the letter, and write what is complained of.')));
    return undefined;
  }]]);
}

const row = (each) => h('tr', {},
  h('td', {}, h('a', {href: complaintLink(each.id)}, each.id), each.objection ? h('div', {class: 'small quiet'}, t('公示异议', 'objection')) : null),
  h('td', {class: 'wide-cell'}, each.enterprise), h('td', {}, each.channel.word), h('td', {class: 'nowrap quiet'}, when(each.received_at)),
  h('td', {}, nextChip(each)), h('td', {}, each.next?.by ?? '', each.next?.note ? h('div', {class: 'small quiet'}, each.next.note) : null));

export async function supervisionPage(place) {
  const list = h('div');
  const told = h('div', {role: 'status', 'aria-live': 'polite'});
  let all = false;
  const load = async () => {
    const {complaints} = await get('/api/complaints');
    const shown = complaints.filter((each) => all || each.next).reverse();
    fill(list, shown.length === 0 ? nothing(all ? t('还没有投诉。', 'No complaints yet.') : t('没有待办的投诉。', 'No complaint waits.')) :
      h('div', {class: 'scroll'}, h('table', {}, h('thead', {}, h('tr', {}, [t('编号', 'No.'), t('企业', 'Enterprise'), t('渠道', 'Channel'), t('登记时间', 'Entered'), t('下一步', 'Next'), t('期限', 'By')].map((word) => h('th', {}, word)))),
        h('tbody', {}, shown.map(row)))));
  };
  const fetchThem = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const {found, failed} = await post('/api/complaints/fetch');
      fill(told, h('p', {class: `notice ${failed.length ? 'wait' : ''}`}, t(`平台上共有 ${found} 件关于本单位承诺书的投诉。`, `The platform has ${found} complaints about our letters.`), failed.map((line) => h('span', {}, ' ', line))));
      await load();
    } catch (error) { fill(told, failure(error)); }
    button.disabled = false;
  };
  const enter = async () => {
    const wanted = await registerDialog();
    if (!wanted) return;
    try {
      location.hash = complaintLink((await post('/api/complaints', wanted)).id);
    } catch (error) { toast(`${error.message} ${error.advice}`, null, 8); }
  };
  const views = h('div', {class: 'tabs', role: 'group', 'aria-label': t('显示', 'Show')});
  const drawViews = () => fill(views, [[false, t('待办', 'To do')], [true, t('全部', 'All')]].map(([value, word]) =>
    h('button', {'aria-pressed': String(all === value), onclick: () => { all = value; drawViews(); load(); }}, word)));
  drawViews();
  add(place, h('div', {class: 'page'}, h('div', {class: 'title-line'}, h('h1', {}, t('社会监督', 'Supervision')),
    h('div', {class: 'buttons'}, h('button', {onclick: fetchThem}, t('取回平台投诉', 'Fetch from the platform')), h('button', {class: 'primary', onclick: enter}, t('登记投诉', 'Enter a complaint')))),
  supervisionTabs('supervision'), told, h('section', {class: 'card pad'}, views, list)));
  await load();
}
