// Pieces that several pages show.

import {h} from './dom.js';
import {t, when} from './words.js';

export const chip = (tone, word) => h('span', {class: `chip ${tone}`}, word);

export const caseLink = (brief) => `#/case/${encodeURIComponent(brief.id)}`;
export const batchLink = (batch) =>
  `#/batch/${encodeURIComponent(batch.unit)}/${encodeURIComponent(batch.batch)}`;

export const titleOf = (brief) => brief.enterprise || brief.files[0] || brief.id;

/** One submission as a line that leads to it. */
export function caseLine(brief, link = caseLink(brief)) {
  return h('a', {class: 'line', href: link},
    h('span', {class: 'line-main'},
      h('span', {class: 'line-title'}, titleOf(brief)),
      h('span', {class: 'line-note'}, brief.hold
        ? brief.hold.reason + (brief.hold.count > 1 ? t(`（共 ${brief.hold.count} 处）`, ` (${brief.hold.count} in all)`) : '')
        : brief.archive_code || brief.files.join(t('、', ', ')))),
    h('span', {class: 'line-side'}, chip(brief.tone, brief.word),
      h('span', {class: 'line-time'}, when(brief.received_at))));
}

export function section(title, count, ...content) {
  return h('section', {class: 'card'},
    h('header', {class: 'card-head'}, h('h2', {}, title),
      count === null ? null : h('span', {class: 'count'}, count)), content);
}

export const nothing = (text) => h('p', {class: 'nothing'}, text);

const kTones = {held: 'wait', failed: 'bad', delisted: 'bad', returned: 'quiet', archived: 'good',
  reported: 'good', published: 'good'};
export const toneOf = (state) => kTones[state] ?? 'busy';

/** A bar whose parts are as wide as their counts. */
export function statesBar(states) {
  const total = states.reduce((sum, each) => sum + each.count, 0);
  return h('div', {class: 'bar', role: 'img', 'aria-label': states.map((each) => `${each.word} ${each.count}`).join(', ')},
    states.map((each) => {
      const part = h('span', {class: `bar-part ${toneOf(each.state)}`, title: `${each.word} ${each.count}`});
      part.style.flexGrow = each.count / total;
      return part;
    }));
}

export function failure(error) {
  return h('div', {class: 'notice bad', role: 'alert'}, h('strong', {}, error.message),
    error.advice ? h('span', {}, error.advice) : null);
}
