// For the administrator: people, the house's health, messages on their way.

import {get, post, put, session} from './api.js';
import {add, dialog, fill, h, toast} from './dom.js';
import {chip, failure, nothing, section} from './parts.js';
import {t, when} from './words.js';

async function userDialog(roles, user = null) {
  const input = (attributes) => h('input', attributes);
  const name = input({value: user?.name ?? '', readonly: Boolean(user), required: true, pattern: '\\S+', autocomplete: 'off'});
  const full = input({value: user?.full_name ?? '', required: true, autocomplete: 'off'});
  const password = input({type: 'password', minlength: 10, autocomplete: 'new-password', required: !user});
  const unit = h('select', {}, h('option', {value: ''}, t('全部单位', 'All units')), session.units.map((each) => h('option', {value: each.id}, each.name)));
  unit.value = user?.unit ?? '';
  const active = input({type: 'checkbox', checked: user?.active ?? true});
  const boxes = roles.map((role) => h('input', {type: 'checkbox', value: role.id, checked: user?.roles.includes(role.id) ?? false}));
  const told = h('div');
  const field = (label, element) => h('label', {class: 'field'}, h('span', {}, label), element);
  return dialog(user ? t('修改用户', 'Change a user') : t('增加用户', 'Add a user'), [
    field(t('姓名', 'Full name'), full), field(t('用户名', 'User name'), name),
    field(user ? t('新口令（不改则留空）', 'New password (empty: as it is)') : t('初始口令（至少 10 个字符）', 'First password (at least 10 characters)'), password),
    h('fieldset', {class: 'roles'}, h('legend', {}, t('角色', 'Roles')), roles.map((role, index) => h('label', {class: 'check'}, boxes[index], h('span', {}, role.word)))),
    field(t('可见单位', 'Sees'), unit), user ? h('label', {class: 'check'}, active, h('span', {}, t('在用', 'Active'))) : null, told,
  ], [[t('取消', 'Cancel'), '', null], [t('保存', 'Save'), 'primary', () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    if (chosen.length && name.value && full.value && (password.value.length >= 10 || (user && !password.value)))
      return {name: name.value, full_name: full.value, password: password.value, unit: unit.value, active: active.checked, roles: chosen};
    fill(told, h('p', {class: 'advice', role: 'alert'}, t('请填写姓名、用户名和口令，并至少选一个角色。', 'Fill in names and password, and choose a role.')));
    return undefined;
  }]]);
}

async function users(place) {
  const draw = (answer) => {
    const edit = async (user) => {
      const wanted = await userDialog(answer.roles, user);
      if (!wanted) return;
      try {
        draw(await (user ? put('/api/users', wanted) : post('/api/users', wanted)));
      } catch (error) { toast(`${error.message} ${error.advice}`, null, 8); }
    };
    fill(place, section(t('用户', 'Users'), answer.users.length, h('div', {class: 'pad'}, h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, h('th', {}, t('姓名', 'Name')), h('th', {}, t('用户名', 'User name')), h('th', {}, t('角色', 'Roles')), h('th', {}, t('可见单位', 'Sees')), h('th', {}, ''))),
      h('tbody', {}, answer.users.map((each) => h('tr', {class: each.active ? '' : 'quiet'}, h('td', {}, each.full_name), h('td', {}, each.name),
        h('td', {}, each.role_words.join(t('、', ', '))), h('td', {}, each.unit_name || t('全部', 'all')),
        h('td', {class: 'nowrap'}, each.active ? null : chip('quiet', t('停用', 'inactive')), h('button', {class: 'link', onclick: () => edit(each)}, t('修改', 'Change')))))))),
    h('button', {class: 'primary', onclick: () => edit(null)}, t('增加用户', 'Add a user')))));
  };
  draw(await get('/api/users'));
}

const kGrades = {good: 'good', warning: 'wait', fault: 'bad'};

async function health(place) {
  const {diagnoses} = await get('/api/doctor');
  fill(place, section(t('系统检查', 'Health'), null, diagnoses.map((each) => h('div', {class: 'line still'},
    h('span', {class: 'line-main'}, h('span', {class: 'line-title'}, each.what), each.advice ? h('span', {class: 'line-note'}, each.advice) : null),
    chip(kGrades[each.grade], {good: t('正常', 'good'), warning: t('注意', 'note'), fault: t('故障', 'fault')}[each.grade])))));
}

async function messages(place) {
  const {messages: list} = await get('/api/messages');
  const retry = async () => {
    await post('/api/messages/retry');
    toast(t('已安排立即重试。', 'All are tried again now.'));
  };
  fill(place, section(t('待送达的报文', 'Messages on their way'), list.length, list.length === 0 ? nothing(t('全部已送达。', 'All were delivered.')) : [
    list.slice(0, 50).map((each) => h('div', {class: 'line still'}, h('span', {class: 'line-main'},
      h('span', {class: 'line-title'}, `${each.receiver} · ${each.submission}`), h('span', {class: 'line-note'}, each.last_error)),
    h('span', {class: 'line-side'}, h('span', {class: 'line-time'}, t(`第 ${each.attempts} 次，${when(each.due)} 再试`, `attempt ${each.attempts}, again ${when(each.due)}`))))),
    h('div', {class: 'pad'}, h('button', {onclick: retry}, t('立即重试', 'Try again now')))]));
}

export async function settingsPage(place) {
  const parts = [users, health, messages].map((draw) => [draw, h('div')]);
  add(place, h('div', {class: 'page'}, h('h1', {}, t('管理', 'Settings')), parts.map(([, element]) => element)));
  await Promise.all(parts.map(([draw, element]) => draw(element).catch((error) => fill(element, failure(error)))));
}
