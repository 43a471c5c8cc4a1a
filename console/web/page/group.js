// One field of all letters of a batch, side by side: a wrong code or date stands out among its like.
// Enter settles a line and goes to the next doubtful one; each letter's correction is sent by itself.

import {get, post, query} from './api.js';
import {add, fill, h, toast} from './dom.js';
import {Draft} from './draft.js';
import {toneOfField} from './fields.js';
import {caseLink, chip, nothing} from './parts.js';
import {snippet} from './viewer.js';
import {t} from './words.js';

const kPerPage = 40;
const kFields = () => [
  ['form.credit_code', t('统一社会信用代码', 'Credit code')], ['letter.signed_on', t('签署日期', 'Signed on')],
  ['form.applied_on', t('申请日期', 'Applied on')], ['letter.enterprise_name', t('企业名称（承诺书）', 'Name on the letter')],
  ['form.enterprise_name', t('企业名称（申请表）', 'Name on the form')], ['form.legal_representative', t('法定代表人', 'Legal representative')],
  ['form.phone', t('电话', 'Phone')]];

function groupRow(row, onEdit, next) {
  const {field} = row;
  const draft = new Draft(row.id);
  const base = toneOfField(field);
  const state = h('span', {class: 'field-state'});
  const input = h('input', {
    value: draft.has(field.name) ? draft.values[field.name] : field.raw, readonly: !row.correct, spellcheck: 'false',
    'aria-label': `${field.label} ${row.enterprise}`,
    oninput: () => settle(false),
    onkeydown: (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      if (row.correct && (base || input.value !== field.raw)) settle(true);
      next(line);
    },
  });
  const line = {row, draft, input, tone: () => (draft.has(field.name) ? 'done' : base)};
  line.element = h('div', {class: 'group-row'},
    h('a', {href: caseLink(row)}, row.enterprise || row.id), snippet(row.id, row.pages, field, 34) ?? h('span', {class: 'quiet small'}, '—'), input, state);
  function settle(certainly) {
    if (input.value === field.raw && !certainly) draft.drop(field.name);
    else draft.set(field.name, input.value);
    paint();
    onEdit();
  }
  function paint() {
    line.element.className = `group-row ${line.tone()}`;
    fill(state, draft.has(field.name) ? t('待提交', 'to send') : base ? field.state_word : chip(row.tone, row.word));
  }
  paint();
  return line;
}

export async function groupPage(place, [unit, batch, chosen = 'form.credit_code']) {
  let offset = 0;
  let lines = [];
  const body = h('section', {class: 'card'});
  const foot = h('div', {class: 'title-line'});
  const link = (field) => `#/group/${[unit, batch, field].map(encodeURIComponent).join('/')}`;
  const doubtful = () => lines.filter((line) => ['bad', 'wait'].includes(line.tone()) && line.row.correct);
  const changed = () => lines.filter((line) => line.draft.has(line.row.field.name));
  const next = (line) => {
    const from = lines.indexOf(line);
    const target = doubtful().find((each) => lines.indexOf(each) > from) ?? doubtful()[0];
    if (target) target.input.focus();
    else foot.querySelector('button.primary')?.focus();
  };
  const send = async () => {
    let sent = 0;
    for (const {row, draft} of changed()) {
      try {
        await post(`/api/submissions/${encodeURIComponent(row.id)}/corrections`, {revision: row.revision,
          changes: [{field: row.field.name, value: draft.values[row.field.name]}]});
        draft.drop(row.field.name);
        sent++;
      } catch (error) {
        toast(`${row.enterprise || row.id}：${error.message} ${error.advice}`, null, 8);
      }
    }
    if (sent) toast(t(`已更正 ${sent} 件，正在重新核查`, `${sent} corrected; they are checked again`));
    await load();
  };
  const drawFoot = (total) => fill(foot,
    h('span', {class: 'quiet'}, doubtful().length ? t(`本页还有 ${doubtful().length} 处待核对`, `${doubtful().length} left to check on this page`) : t('本页没有待核对的', 'Nothing left to check on this page')),
    h('div', {class: 'buttons'},
      h('button', {disabled: offset === 0, onclick: () => { offset -= kPerPage; load(); }}, t('上一页', 'Previous')),
      h('button', {disabled: offset + kPerPage >= total, onclick: () => { offset += kPerPage; load(); }}, t('下一页', 'Next')),
      h('button', {class: 'primary', disabled: !changed().length, onclick: send}, t(`提交更正（${changed().length}）`, `Send corrections (${changed().length})`))));
  const load = async () => {
    const answer = await get('/api/batch/fields' + query({unit, batch, field: chosen, offset, limit: kPerPage}));
    lines = answer.rows.map((row) => groupRow(row, () => drawFoot(answer.total), next));
    fill(body, lines.length ? lines.map((line) => line.element) : nothing(t('这些件中没有这一项。', 'None of these letters has this field.')));
    drawFoot(answer.total);
    doubtful()[0]?.input.focus();
  };
  add(place, h('div', {class: 'page'},
    h('div', {class: 'title-line'}, h('h1', {}, t(`成组核对 · ${batch}`, `Side by side · ${batch}`)), h('a', {class: 'button', href: `#/batch/${encodeURIComponent(unit)}/${encodeURIComponent(batch)}`}, t('返回批次', 'Back to the batch'))),
    h('div', {class: 'tabs', role: 'group', 'aria-label': t('字段', 'Field')}, kFields().map(([field, word]) => h('a', {class: 'button', href: link(field), 'aria-current': field === chosen ? 'true' : null}, word))),
    body, foot));
  await load();
}
