// Who did what, the latest first.

import {get, query} from './api.js';
import {add, h} from './dom.js';
import {t, when} from './words.js';

const kWords = () => ({
  receive: t('收件', 'received'), receive_again: t('重复收件', 'received again'), refuse: t('未收下', 'not taken'),
  read: t('识别', 'read'), sort: t('分类', 'sorted'), check: t('核查', 'checked'), join: t('配对', 'joined'), decide: t('判定', 'decided'),
  second_person: t('双人审核', 'second person'), sign: t('签名', 'signed'), archive: t('归档', 'archived'), hold: t('待办', 'held'),
  correct: t('更正', 'corrected'), approve: t('通过', 'approved'), return: t('退回', 'returned'), undo: t('撤销', 'undone'),
  log_in: t('登录', 'logged in'), log_in_failed: t('登录失败', 'log-in failed'), add_user: t('增加用户', 'user added'),
  change_user: t('修改用户', 'user changed'), set_password: t('修改口令', 'password set'), hand_out: t('取出档案', 'handed out'),
  deliver: t('送达', 'delivered'),
});

export async function auditPage(place) {
  const body = h('tbody');
  let before = '';
  const more = h('button', {onclick: () => load()}, t('更早的', 'Earlier'));
  const load = async () => {
    const {entries} = await get('/api/audit' + query({before, limit: 100}));
    const words = kWords();
    add(body, entries.map((each) => h('tr', {}, h('td', {class: 'quiet'}, each.number), h('td', {class: 'nowrap'}, when(each.at)),
      h('td', {}, each.who === 'chengnuo' ? t('系统', 'system') : each.who), h('td', {}, words[each.action] ?? each.action), h('td', {class: 'wide-cell'}, each.subject))));
    before = entries.at(-1)?.number ?? before;
    more.hidden = entries.length < 100;
  };
  add(place, h('div', {class: 'page'}, h('h1', {}, t('审计记录', 'Audit log')),
    h('section', {class: 'card pad'}, h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, h('th', {}, t('序号', 'No.')), h('th', {}, t('时间', 'Time')), h('th', {}, t('谁', 'Who')), h('th', {}, t('做了什么', 'Did')), h('th', {}, t('对象', 'To')))), body)), more)));
  await load();
}
