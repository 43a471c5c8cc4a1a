// Who was struck off (除名), who is to be, and whose delisting was revoked: nothing vanishes.

import {get} from './api.js';
import {add, h} from './dom.js';
import {chip, nothing} from './parts.js';
import {complaintLink, supervisionTabs} from './supervision.js';
import {t} from './words.js';

const kStates = () => ({due: ['wait', t('待除名', 'due')], delisted: ['bad', t('已除名', 'delisted')], revoked: ['quiet', t('已撤销', 'revoked')]});

function row(each) {
  const [tone, word] = kStates()[each.state];
  return h('tr', {}, h('td', {class: 'wide-cell'}, h('a', {href: complaintLink(each.complaint)}, each.enterprise), h('div', {class: 'small quiet'}, each.complaint)),
    h('td', {}, chip(tone, word)), h('td', {}, each.delisted?.number ?? ''), h('td', {class: 'nowrap'}, each.delisted?.on ?? ''),
    h('td', {class: 'wide-cell'}, each.delisted?.reason ?? '', each.revoked ? h('div', {class: 'quiet'}, t(`撤销（${each.revoked.on}）：${each.revoked.reason}`, `revoked (${each.revoked.on}): ${each.revoked.reason}`)) : null),
    h('td', {}, each.delisted ? h('a', {href: `/api/submissions/${encodeURIComponent(each.submission)}/notice`, download: true}, t('通知书', 'Notice')) : ''));
}

export async function delistingPage(place) {
  const {delistings} = await get('/api/delistings');
  add(place, h('div', {class: 'page'}, h('h1', {}, t('除名', 'Delisting')), supervisionTabs('delisting'), h('section', {class: 'card pad'},
    delistings.length === 0 ? nothing(t('没有除名的企业。除名须先认定“性质恶劣”和“影响严重”，并听取企业说明。', 'Nobody was struck off. That needs both findings, vile and grave, and the enterprise heard.')) :
      h('div', {class: 'scroll'}, h('table', {}, h('thead', {}, h('tr', {}, [t('企业', 'Enterprise'), t('状态', 'State'), t('文号', 'Number'), t('日期', 'On'), t('原因', 'Reason'), t('书面通知', 'Notice')].map((word) => h('th', {}, word)))),
        h('tbody', {}, delistings.map(row)))))));
}
