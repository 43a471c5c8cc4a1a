// The frame round every page, and which page is shown.

import {adopt, get, may, onLine, onLoginNeeded, remove, session} from './api.js';
import {add, fill, h} from './dom.js';
import {startLive} from './live.js';
import {askForLogin, loginPage, passwordDialog, setupPage} from './login.js';
import {failure} from './parts.js';
import {english, switchLanguage, t} from './words.js';
import {archivePage} from './archive.js';
import {auditPage} from './audit.js';
import {batchesPage, batchPage} from './batch.js';
import {casePage} from './review.js';
import {complaintPage} from './complaint.js';
import {delistingPage} from './delisting.js';
import {groupPage} from './group.js';
import {handInPage} from './hand_in.js';
import {homePage} from './home.js';
import {listPage} from './list.js';
import {receiptPage} from './receipt.js';
import {settingsPage} from './settings.js';
import {statisticsPage} from './statistics.js';
import {supervisionPage} from './supervision.js';

const kPages = {
  '': homePage, case: casePage, list: listPage, handin: handInPage, batches: batchesPage,
  batch: batchPage, archive: archivePage, settings: settingsPage, audit: auditPage,
  receipt: receiptPage, group: groupPage, supervision: supervisionPage, complaint: complaintPage,
  delisting: delistingPage, statistics: statisticsPage,
};

const navigation = () => [
  ['', t('首页', 'Home'), true],
  ['list', t('申报件', 'Submissions'), true],
  ['handin', t('收件', 'Hand in'), may('hand_in')],
  ['batches', t('批次', 'Batches'), true],
  ['archive', t('档案', 'Archive'), may('search')],
  ['supervision', t('监督', 'Supervision'), may('supervise')],
  ['statistics', t('统计', 'Figures'), true],
  ['audit', t('审计', 'Audit'), may('audit')],
  ['settings', t('管理', 'Settings'), may('administer')],
].filter(([, , shown]) => shown);

/** Pages that belong to another one of the navigation. */
const kUnder = {complaint: 'supervision', delisting: 'supervision'};

let leave = null;  // what the page that is shown wants done when it goes

function route() {
  const parts = location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  return {name: parts[0] ?? '', rest: parts.slice(1)};
}

function frame(current) {
  const main = h('main', {id: 'main', tabindex: '-1'});
  const header = h('header', {class: 'top'},
    h('a', {class: 'skip', href: '#main', onclick: (event) => { event.preventDefault(); main.focus(); }},
      t('跳到内容', 'Skip to content')),
    h('a', {class: 'brand', href: '#/'}, h('img', {src: '/icon.svg', alt: '', width: 24, height: 24}),
      h('span', {}, t('质量信誉承诺书', 'Commitment letters'))),
    h('nav', {'aria-label': t('主导航', 'Main')}, navigation().map(([name, word]) =>
      h('a', {href: `#/${name}`, 'aria-current': (kUnder[current] ?? current) === name ? 'page' : null}, word))),
    h('div', {class: 'who'},
      h('button', {class: 'link', onclick: switchLanguage, lang: english ? 'zh-CN' : 'en'}, english ? '中文' : 'English'),
      h('details', {class: 'menu'}, h('summary', {}, session.user.full_name),
        h('div', {class: 'menu-body'}, h('p', {}, session.user.roles.join(t('、', ', '))),
          h('button', {class: 'link', onclick: passwordDialog}, t('修改口令', 'Change password')),
          h('button', {class: 'link', onclick: logOut}, t('退出', 'Log out'))))));
  const line = h('div', {class: 'offline', hidden: true, role: 'alert'},
    t('连接中断，正在重试。您填的内容保存在本机。', 'The connection is broken; trying again. What you typed is kept here.'));
  fill(document.body, header, line, main);
  onLine((up) => { line.hidden = up; });
  return main;
}

async function logOut() {
  adopt(await remove('/api/session'));
  location.hash = '#/';
  show();
}

async function show() {
  leave?.();
  leave = null;
  const {name, rest} = route();
  if (!session.user) {
    const again = async () => { startLive(); if (name === 'setup') location.hash = '#/'; else await show(); };
    fill(document.body, session.setup_needed ? setupPage(rest[0] ?? '', again) : loginPage(again));
    document.querySelector('input')?.focus();
    return;
  }
  const page = kPages[name] ?? homePage;
  const main = frame(name);
  try {
    leave = (await page(main, rest)) ?? null;
  } catch (error) {
    add(main, failure(error));
  }
}

onLoginNeeded(async () => {
  await askForLogin();
  startLive();
});
window.addEventListener('hashchange', show);
// A broken line is looked for until it is back; what was typed meanwhile lies in localStorage.
setInterval(() => {
  if (!document.querySelector('.offline')?.hidden) get('/api/session', {quiet: true}).catch(() => {});
}, 4000);
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!menu.contains(event.target)) menu.open = false;
});

try {
  adopt(await get('/api/session', {quiet: true}));
  if (session.user) startLive();
  await show();
} catch (error) {
  fill(document.body, h('main', {}, failure(error)));
}
