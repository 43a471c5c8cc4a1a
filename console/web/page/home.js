// What waits for me, what came in today, batches in progress, what failed and whose turn it is.

import {get, may} from './api.js';
import {fill, h} from './dom.js';
import {onChange} from './live.js';
import {batchLink, caseLine, nothing, section, statesBar} from './parts.js';
import {t, when} from './words.js';

function figures(home) {
  const count = (states) => home.states.filter((each) => states.includes(each.state))
    .reduce((sum, each) => sum + each.count, 0);
  const figure = (number, word, link, tone = '') =>
    h('a', {class: `figure ${number ? tone : ''}`, href: link}, h('strong', {}, number), h('span', {}, word));
  return h('div', {class: 'figures'},
    figure(home.waiting.count, t('待我处理', 'wait for me'), '#/list/held', 'wait'),
    figure(home.today.count, t('今日收件', 'came in today'), '#/list'),
    figure(count(['received', 'reading', 'approved', 'signed']), t('正在处理', 'in progress'), '#/list/reading', 'busy'),
    figure(count(['archived', 'reported', 'published']), t('已归档', 'archived'), may('search') ? '#/archive' : '#/list/archived', 'good'));
}

const batchLine = (batch) => h('a', {class: 'line', href: batchLink(batch)},
  h('span', {class: 'line-main'}, h('span', {class: 'line-title'}, batch.batch),
    h('span', {class: 'line-note'}, batch.unit_name), statesBar(batch.states)),
  h('span', {class: 'line-side'}, h('span', {class: 'count'}, t(`${batch.total} 件`, `${batch.total}`)),
    h('span', {class: 'line-time'}, batch.open ? t(`余 ${batch.open}`, `${batch.open} open`) : t('已办完', 'done'))));

const refusedLine = (each) => h('div', {class: 'line still'},
  h('span', {class: 'line-main'}, h('span', {class: 'line-title'}, each.name),
    h('span', {class: 'line-note'}, each.reason)),
  h('span', {class: 'line-side'}, h('span', {class: 'chip bad'}, t('未收下', 'not taken')),
    h('span', {class: 'line-time'}, when(each.at))));

function draw(place, home) {
  const waiting = home.waiting.items.length
    ? home.waiting.items.map((each) => caseLine(each))
    : nothing(t('没有等您处理的件。', 'Nothing waits for you.'));
  const today = home.today.items.length
    ? home.today.items.map((each) => caseLine(each))
    : nothing(may('hand_in')
      ? t('今天还没有收件。可在“收件”页拖入文件，或放入收件文件夹。', 'Nothing came in today. Drop files under “Hand in”, or into the inbox folder.')
      : t('今天还没有收件。', 'Nothing came in today.'));
  fill(place, h('h1', {class: 'unseen'}, t('首页', 'Home')), figures(home), h('div', {class: 'columns'},
    h('div', {},
      section(t('待我处理', 'Waits for me'), home.waiting.count, waiting,
        home.waiting.count > home.waiting.items.length
          ? h('a', {class: 'more', href: '#/list/held'}, t('全部', 'All')) : null),
      home.others.items.length
        ? section(t('等待他人', 'Waits for others'), home.others.count, home.others.items.map((each) => caseLine(each))) : null,
      home.today.refused.length
        ? section(t('未收下的文件', 'Files not taken in'), null, home.today.refused.map(refusedLine)) : null),
    h('div', {},
      home.batches.length
        ? section(t('批次', 'Batches'), null, home.batches.map(batchLine)) : null,
      section(t('今日收件', 'Came in today'), home.today.count, today))));
}

export async function homePage(place) {
  const content = h('div', {class: 'page'});
  place.append(content);
  const refresh = async (options) => draw(content, await get('/api/home', options));
  await refresh();
  return onChange(() => refresh({quiet: true, background: true}).catch(() => {}));
}
