// One complaint: what it says, what was done, and the step that is next — pass on, hear, find, close,
// feed back, strike off.

import {get, may, post} from './api.js';
import {add, dialog, fill, h, toast} from './dom.js';
import {caseLink, chip, failure, section} from './parts.js';
import {field, nextChip, select, supervisionTabs} from './supervision.js';
import {t, when} from './words.js';

const kNatures = () => [['minor', t('一般', 'minor')], ['serious', t('较重', 'serious')], ['vile', t('恶劣', 'vile')]];
const kInfluences = () => [['small', t('较小', 'small')], ['notable', t('较大', 'notable')], ['grave', t('严重', 'grave')]];
const kHandlings = () => [['dismissed', t('不成立，结案', 'dismissed')], ['talk', t('约谈整改', 'talk')], ['criticism', t('通报', 'criticism')], ['delisting', t('除名', 'delisting')]];

const facts = (pairs) => h('dl', {class: 'facts'}, pairs.filter(([, value]) => value).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

function matter(complaint) {
  const {name, contact} = complaint.complainant;
  return section(t('反映的情况', 'The matter'), null, h('div', {class: 'pad stack'}, facts([
    [t('企业', 'Enterprise'), h('a', {href: caseLink({id: complaint.submission})}, complaint.enterprise)], [t('组织单位', 'Unit'), complaint.unit_name],
    [t('渠道', 'Channel'), [complaint.channel.word, complaint.source_number].filter(Boolean).join(' · ')],
    [t('性质', 'Kind'), complaint.objection ? t('对公示内容的异议', 'objection to the publication') : t('违背承诺', 'breach of promise')]]),
  h('p', {class: 'words'}, complaint.content),
  name || contact ? h('p', {class: 'notice wait'}, h('strong', {}, t('投诉人（保密，不得告知企业）', 'Complainant (confidential: never to the enterprise)')), [name, contact].filter(Boolean).join(' · ')) : null));
}

const history = (complaint) => section(t('办理经过', 'Steps'), complaint.steps.length, h('ol', {class: 'steps'}, complaint.steps.map((step) =>
  h('li', {}, h('span', {}, step.word), h('span', {class: 'quiet'}, `${step.who} · ${when(step.at)}`)))));

/** One step: open while it is due, and to be opened again until the case is closed. */
function stepCard(title, done, due, content) {
  return h('details', {class: 'card step', open: due, name: 'step'}, h('summary', {}, h('h2', {}, title), done ? chip('good', done) : due ? chip('wait', t('待办', 'due')) : chip('quiet', t('未到', 'not yet'))),
    h('div', {class: 'pad'}, content));
}

/** A form whose submission changes the case. */
function form(state, path, elements, button, body, allowed = true, kind = 'primary') {
  const told = h('div');
  return h('form', {onsubmit: async (event) => {
    event.preventDefault();
    try {
      const wanted = await body();
      if (wanted) state.redraw(await post(path ?? `/api/complaints/${encodeURIComponent(state.id)}`, wanted));
    } catch (error) { fill(told, failure(error)); }
  }}, elements, told, allowed ? h('button', {type: 'submit', class: kind}, button) : h('p', {class: 'quiet'}, t('由审核员办理。', 'An approver does this.')));
}

function steps(state, complaint) {
  const at = (name) => `/api/complaints/${encodeURIComponent(complaint.id)}/${name}`;
  const closed = Boolean(complaint.handling);
  const approves = may('approve');
  const to = select([['organiser', t('活动组织单位', 'organising unit')], ['recommender', t('推荐单位', 'recommending unit')]], complaint.forwarded_to?.id);
  const number = h('input', {autocomplete: 'off'});
  const letter = h('a', {class: 'button', href: at('letter'), download: true, onclick: () => { letter.href = at('letter') + (number.value ? `?number=${encodeURIComponent(number.value)}` : ''); }}, t('生成说明通知书（PDF）', 'Letter to the enterprise (PDF)'));
  const statement = h('textarea', {rows: 3});
  statement.value = complaint.statement ?? '';
  const declined = h('input', {type: 'checkbox', checked: complaint.statement === ''});
  const exists = select([['yes', t('存在', 'exists')], ['no', t('不存在', 'does not exist')]], complaint.finding && !complaint.finding.exists ? 'no' : 'yes');
  const nature = select(kNatures(), complaint.finding?.nature.id);
  const influence = select(kInfluences(), complaint.finding?.influence.id);
  const reasons = h('textarea', {rows: 3});
  reasons.value = complaint.finding?.reasons ?? '';
  const handling = select(kHandlings(), complaint.handling?.id);
  const opinion = h('textarea', {rows: 3});
  opinion.value = complaint.opinion;
  const words = h('textarea', {rows: 2, required: true});
  words.value = complaint.feedback;
  const heard = complaint.statement !== null;
  const shut = h('p', {class: 'quiet'}, t('该投诉已处理完毕。', 'The complaint is closed.'));
  return [
    stepCard(t('受理转交', 'Pass on'), complaint.forwarded_to?.word, !complaint.forwarded_to, closed ? shut
      : form(state, at('forward'), field(t('转交调查', 'Investigated by'), to), t('转交', 'Pass on'), () => ({to: to.value}))),
    stepCard(t('企业说明', 'Hear the enterprise'), heard ? t('已登记', 'heard') : null, Boolean(complaint.forwarded_to) && !heard, closed ? h('p', {class: 'words'}, complaint.statement || t('经通知未作说明', 'asked, declined')) : [
      h('div', {class: 'with-button'}, field(t('通知文号', 'Number of the letter'), number), letter),
      form(state, at('statement'), [field(t('企业说明的要点', 'The gist of what it says'), statement), h('label', {class: 'check'}, declined, h('span', {}, t('经通知未作说明', 'asked, declined')))],
        t('登记说明', 'Enter'), () => ({statement: statement.value.trim(), declined: declined.checked}))]),
    stepCard(t('认定', 'Findings'), complaint.finding ? (complaint.finding.exists ? `${complaint.finding.nature.word} · ${complaint.finding.influence.word}` : t('不存在', 'no breach')) : null, heard && !complaint.finding, closed ? facts([[t('理由', 'Reasons'), complaint.finding?.reasons || '—']])
      : form(state, at('finding'), [field(t('违背承诺的行为', 'A breach'), exists), h('div', {class: 'pair'}, field(t('性质', 'Nature'), nature), field(t('影响', 'Influence'), influence)), field(t('理由', 'Reasons'), reasons)],
        t('作出认定', 'Record the findings'), () => ({exists: exists.value === 'yes', nature: nature.value, influence: influence.value, reasons: reasons.value.trim()}), approves)),
    stepCard(t('处理意见', 'Handling'), complaint.handling?.word, Boolean(complaint.finding) && !closed, closed ? h('p', {class: 'words'}, complaint.opinion || '—')
      : form(state, at('closing'), [field(t('处理', 'Handling'), handling, complaint.hindrance ? t(`现在不能除名：${complaint.hindrance}`, `No delisting yet: ${complaint.hindrance}`) : null), field(t('意见', 'Opinion'), opinion)],
        t('结案', 'Close'), () => ({handling: handling.value, opinion: opinion.value.trim()}), approves)),
    complaint.delisting ? delistingCard(state, complaint) : null,
    stepCard(t('反馈投诉人', 'Tell the complainant'), complaint.feedback ? t('已反馈', 'told') : null, closed && !complaint.feedback && complaint.delisting?.state !== 'due',
      form(state, at('feedback'), field(t('反馈内容', 'What they were told'), words), t('登记反馈', 'Enter'), () => ({words: words.value.trim()}))),
  ];
}

/** Notice and publication are one act; an appeal takes it back, and both stay to be read. */
function delistingCard(state, complaint) {
  const {state: standing, delisted, revoked} = complaint.delisting;
  const one = `/api/submissions/${encodeURIComponent(complaint.submission)}`;
  const number = h('input', {autocomplete: 'off', placeholder: t('某工协〔2025〕3号', 'No. 3 [2025]')});
  const reason = h('textarea', {rows: 2, required: true});
  reason.value = standing === 'due' ? complaint.opinion : '';
  const strike = async () => {
    const sure = await dialog(t('确认除名', 'Strike off'), h('p', {}, t(`将把“${complaint.enterprise}”从承诺企业名单中除名：生成并签署书面通知书，同时向公示平台发布。`, `${complaint.enterprise} is struck off the list: the written notice is made and signed, and the platform is told at once.`)),
      [[t('取消', 'Cancel'), '', null], [t('除名', 'Strike off'), 'danger', () => true]]);
    return sure ? {complaint: complaint.id, number: number.value.trim(), reason: reason.value.trim()} : null;
  };
  const done = async (path, body) => {
    await post(path, body);
    state.redraw(await get(`/api/complaints/${encodeURIComponent(complaint.id)}`));
    toast(t('已登记，信息将发往公示平台。', 'Noted; the platform is told.'));
    return null;
  };
  const word = {due: t('待办', 'due'), delisted: t('已除名', 'delisted'), revoked: t('已撤销除名', 'revoked')}[standing];
  return h('details', {class: 'card step', open: standing !== 'revoked'}, h('summary', {}, h('h2', {}, t('除名', 'Delisting')), chip(standing === 'revoked' ? 'quiet' : standing === 'due' ? 'wait' : 'bad', word)), h('div', {class: 'pad stack'},
    delisted ? [facts([[t('文号', 'Number'), delisted.number], [t('日期', 'On'), delisted.on], [t('原因', 'Reason'), delisted.reason]]), h('a', {class: 'button', href: `${one}/notice`, download: true}, t('下载签名的通知书（PDF）', 'The signed notice (PDF)'))] : null,
    revoked ? facts([[t('撤销日期', 'Revoked on'), revoked.on], [t('撤销原因', 'Why'), revoked.reason]]) : null,
    standing === 'due' ? form(state, null, [field(t('文号', 'Number of the notice'), number), field(t('原因（公众可见）', 'Reason, for the public'), reason)], t('作出除名决定', 'Strike off'),
      async () => { const wanted = await strike(); return wanted ? done(`${one}/delisting`, wanted) : null; }, may('approve'), 'danger') : null,
    standing === 'delisted' ? form(state, null, field(t('申诉成立，撤销除名的原因（公众可见）', 'The appeal holds: why, for the public'), reason), t('撤销除名', 'Revoke the delisting'),
      () => done(`${one}/relisting`, {reason: reason.value.trim()}), may('approve'), '') : null));
}

export async function complaintPage(place, [id]) {
  const content = h('div', {class: 'page'});
  const state = {id, draw: (complaint) => fill(content,
    supervisionTabs('supervision'), h('div', {class: 'title-line'}, h('h1', {}, `${complaint.id} ${complaint.enterprise}`), h('span', {}, nextChip(complaint), complaint.next?.by ? h('span', {class: 'quiet'}, t(` ${complaint.next.by} 前`, ` by ${complaint.next.by}`), complaint.next.note) : null)),
    h('div', {class: 'columns'}, h('div', {}, matter(complaint), history(complaint)), h('div', {}, steps(state, complaint))))};
  state.redraw = (complaint) => {
    state.draw(complaint);
    content.querySelector('.step[open] summary')?.focus();  // where the keyboard goes on
  };
  add(place, content);
  state.draw(await get(`/api/complaints/${encodeURIComponent(id)}`));
}
