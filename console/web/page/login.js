// Log in, the first administrator, one's own password.

import {adopt, post, put} from './api.js';
import {dialog, h, toast} from './dom.js';
import {failure} from './parts.js';
import {english, switchLanguage, t} from './words.js';

const field = (label, attributes, note = null) =>
  h('label', {class: 'field'}, h('span', {}, label), h('input', {required: true, ...attributes}),
    note ? h('small', {}, note) : null);

/** A form whose answer is a session. */
function sessionForm(fields, button, send, done) {
  const told = h('div');
  const submit = h('button', {class: 'primary wide', type: 'submit'}, button);
  return h('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      submit.disabled = true;
      try {
        adopt(await send(new FormData(event.target)));
        await done();
      } catch (error) {
        told.replaceChildren(failure(error));
        submit.disabled = false;
      }
    },
  }, fields, told, submit);
}

const loginForm = (done) => sessionForm(
  [field(t('用户名', 'User name'), {name: 'name', autocomplete: 'username', autofocus: true}),
    field(t('口令', 'Password'), {name: 'password', type: 'password', autocomplete: 'current-password'})],
  t('登录', 'Log in'),
  (data) => post('/api/session', {name: data.get('name'), password: data.get('password')}, {quiet: true}), done);

const entrance = (title, note, form) => h('main', {class: 'entrance'},
  h('div', {class: 'entrance-box'},
    h('div', {class: 'entrance-brand'}, h('img', {src: '/icon.svg', alt: '', width: 40, height: 40}),
      h('h1', {}, title)), note ? h('p', {class: 'quiet'}, note) : null, form,
    h('button', {class: 'link', onclick: switchLanguage}, english ? '中文' : 'English')));

export const loginPage = (done) =>
  entrance(t('质量信誉承诺书处理系统', 'Quality commitment letters'), null, loginForm(done));

export function setupPage(token, done) {
  return entrance(t('首次设置', 'First set-up'),
    t('设置第一位系统管理员。之后可在“管理”中增加其他人员。', 'Name the first administrator. Others are added under Settings.'),
    sessionForm([
      field(t('设置口令', 'Set-up word'), {name: 'token', value: token, autocomplete: 'off'},
        t('服务启动时显示的链接已带上；也在工作目录的 keys/setup-token 中', 'The link that the service shows brings it along; it also lies in keys/setup-token of the home')),
      field(t('姓名', 'Your name'), {name: 'full_name', autocomplete: 'name'}),
      field(t('用户名', 'User name'), {name: 'name', autocomplete: 'username', pattern: '\\S+'}),
      field(t('口令', 'Password'), {name: 'password', type: 'password', minlength: 10, autocomplete: 'new-password'},
        t('至少 10 个字符', 'At least 10 characters')),
    ], t('开始使用', 'Begin'),
    (data) => post('/api/setup', Object.fromEntries(data), {quiet: true}), done));
}

/** Over the page that is open, so that nothing on it is lost. */
export function askForLogin() {
  if (askForLogin.asking) return askForLogin.asking;
  askForLogin.asking = new Promise((resolve) => {
    const box = h('dialog', {class: 'dialog'}, h('h2', {}, t('请重新登录', 'Log in again')),
      h('p', {class: 'quiet'}, t('登录后接着做，您填的内容还在。', 'Then go on: what you typed is still there.')),
      loginForm(async () => { box.close(); box.remove(); askForLogin.asking = null; resolve(); }));
    box.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(box);
    box.showModal();
  });
  return askForLogin.asking;
}

export async function passwordDialog() {
  const before = h('input', {type: 'password', autocomplete: 'current-password', required: true});
  const after = h('input', {type: 'password', autocomplete: 'new-password', minlength: 10, required: true});
  const chosen = await dialog(t('修改口令', 'Change password'), [
    h('label', {class: 'field'}, h('span', {}, t('原口令', 'Old password')), before),
    h('label', {class: 'field'}, h('span', {}, t('新口令（至少 10 个字符）', 'New password (at least 10 characters)')), after),
  ], [[t('取消', 'Cancel'), '', null],
    [t('修改', 'Change'), 'primary', () => (before.value && after.value.length >= 10 ? true : undefined)]]);
  if (!chosen) return;
  try {
    adopt(await put('/api/password', {old: before.value, new: after.value}));
    toast(t('口令已修改。', 'The password was changed.'));
  } catch (error) {
    toast(`${error.message} ${error.advice}`);
  }
}
