// The year in figures: by region, industry and month, with charts, to look at and to hand in.

import {get, query} from './api.js';
import {add, fill, h} from './dom.js';
import {failure, section} from './parts.js';
import {t} from './words.js';

const kViews = () => [['regions', 'region', t('按地区', 'By region'), t('地区', 'Region')], ['industries', 'industry', t('按行业', 'By industry'), t('行业', 'Industry')],
  ['months', 'month', t('按月份', 'By month'), t('月份', 'Month')]];
const kCounts = () => [['committed', t('承诺企业', 'Committed')], ['supervised', t('受监督企业', 'Supervised')], ['complaints', t('投诉', 'Complaints')], ['delisted', t('除名', 'Delisted')]];

const sum = (rows, name) => rows.reduce((total, each) => total + each[name], 0);

function table(rows, head) {
  const line = (name, values, tag = 'td') => h('tr', {}, h(tag, {scope: tag === 'th' ? 'row' : null}, name), values.map((value) => h('td', {class: 'nowrap'}, value)));
  return h('div', {class: 'scroll'}, h('table', {}, h('thead', {}, h('tr', {}, h('th', {}, head), kCounts().map(([, word]) => h('th', {}, word)))),
    h('tbody', {}, rows.map((each) => line(each.name, kCounts().map(([name]) => each[name]))), line(t('合计', 'Total'), kCounts().map(([name]) => sum(rows, name)), 'th'))));
}

function draw(place, figures) {
  const file = (name) => `/api/statistics/${name}` + query({year: figures.year});
  fill(place, h('div', {class: 'figures'}, kCounts().map(([name, word]) => h('div', {class: 'figure'}, h('strong', {}, sum(figures.months, name)), h('span', {}, word)))),
    kViews().map(([key, name, title, head]) => section(title, null, h('div', {class: 'pad stack'},
      h('img', {class: 'chart', src: file(`${name}.svg`), alt: t(`${figures.year}年度承诺企业数，${title}；数字见下表`, `Committed enterprises in ${figures.year}, ${title}; the table below has the figures`)}),
      table(figures[key], head), h('div', {class: 'buttons'}, h('a', {class: 'button', href: file(`${name}.csv`), download: true}, 'CSV'), h('a', {class: 'button', href: file(`${name}.svg`), download: true}, t('图（SVG）', 'Chart (SVG)')))))));
}

export async function statisticsPage(place, [wanted = '']) {
  const content = h('div', {class: 'stack'});
  const first = await get('/api/statistics' + query({year: wanted}));
  const year = h('input', {type: 'number', min: 2010, max: 2200, value: first.year});
  const book = h('a', {class: 'button', download: true}, t('年度统计表（xlsx）', 'All tables (xlsx)'));
  const show = (figures) => {
    book.href = '/api/statistics/table.xlsx' + query({year: figures.year});
    draw(content, figures);
  };
  year.addEventListener('change', async () => {
    try { show(await get('/api/statistics' + query({year: year.value}))); } catch (error) { fill(content, failure(error)); }
  });
  add(place, h('div', {class: 'page'}, h('div', {class: 'title-line'}, h('h1', {}, t('年度统计', 'The year in figures')),
    h('div', {class: 'buttons'}, h('label', {class: 'year'}, h('span', {}, t('年份', 'Year')), year), book)), content));
  show(first);
}
