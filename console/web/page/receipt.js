// The receipt (回执) of one submission or of a batch, to print on A4, A5 or a slip.

import {get, query} from './api.js';
import {add, h} from './dom.js';
import {dated, t} from './words.js';

export async function receiptPage(place, [kind, first, second]) {
  const receipt = await get(kind === 'batch'
    ? '/api/batch/receipt' + query({unit: first, batch: second})
    : `/api/submissions/${encodeURIComponent(first)}/receipt`);
  const fact = (name, value) => (value ? [h('dt', {}, name), h('dd', {}, value)] : null);
  const pages = receipt.files.reduce((sum, each) => sum + each.pages, 0);
  add(place, h('div', {class: 'page narrow'},
    h('div', {class: 'title-line no-print'}, h('button', {onclick: () => history.back()}, t('返回', 'Back')),
      h('button', {class: 'primary', onclick: () => window.print()}, t('打印', 'Print'))),
    h('article', {class: 'card receipt'},
      h('header', {}, h('div', {}, h('h1', {}, t('收件回执', 'Receipt')), h('p', {}, receipt.unit_name)),
        h('img', {src: 'data:image/svg+xml;utf8,' + encodeURIComponent(receipt.qr), alt: t('二维码：回执编号与摘要', 'QR code: number and digest of the receipt'), width: 110, height: 110})),
      h('dl', {class: 'facts'}, fact(t('回执编号', 'Number'), receipt.number), fact(t('批次', 'Batch'), receipt.batch),
        fact(t('接收时间', 'Received'), dated(receipt.received_at)),
        fact(t('文件', 'Files'), t(`${receipt.files.length} 个，${pages} 页`, `${receipt.files.length}, ${pages} pages`)),
        fact(t('经办人', 'Clerk'), receipt.clerk), fact(t('摘要', 'Digest'), receipt.digest)),
      h('table', {}, h('thead', {}, h('tr', {}, h('th', {}, t('序号', 'No.')), h('th', {}, t('文件', 'File')), h('th', {}, t('企业', 'Enterprise')),
        h('th', {}, t('页数', 'Pages')), h('th', {}, t('编号', 'Id')), h('th', {}, t('摘要', 'Digest')))),
      h('tbody', {}, receipt.files.map((each, index) => h('tr', {}, h('td', {}, index + 1), h('td', {}, each.name), h('td', {}, each.enterprise),
        h('td', {}, each.pages || ''), h('td', {class: 'nowrap'}, each.submission), h('td', {class: 'mono'}, each.digest))))),
      h('p', {class: 'quiet small'}, t('收到不等于通过；是否符合要求以核查结果为准。', 'Received is not accepted: the check decides.')))));
}
