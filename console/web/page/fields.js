// The fields of one paper: the scan's strip, the value, what each engine read, what is wrong.

import {h} from './dom.js';
import {snippet} from './viewer.js';
import {t} from './words.js';

const kCertain = 0.95;

/** "bad": breaks a rule or is missing; "wait": not certain; "": well. */
export function toneOfField(field) {
  if (['invalid', 'inconsistent'].includes(field.state)) return 'bad';
  if (field.state === 'empty') return field.required && !field.later ? 'bad' : '';
  if (field.state === 'unreadable') return 'wait';
  if (field.state === 'ok' && field.confidence < kCertain) return 'wait';
  return '';
}

/** The text with those characters marked that `other` has differently (longest common subsequence). */
function marked(text, other) {
  const a = [...text];
  const b = [...other];
  const table = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; --i)
    for (let j = b.length - 1; j >= 0; --j)
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const parts = [];
  for (let i = 0, j = 0; i < a.length;) {
    if (j < b.length && a[i] === b[j]) { parts.push(a[i]); ++i; ++j; }
    else if (j < b.length && table[i][j + 1] >= table[i + 1][j]) ++j;
    else { parts.push(h('mark', {}, a[i])); ++i; }
  }
  return parts;
}

const kEngines = {ppocr: 'PP-OCR', tesseract: 'Tesseract'};

/**
 * One field as a row. `desk`: {submission, draft, editable, onFocus(field), onDone(row), onEdit()}.
 * The row: {element, field, input, tone()} — `tone` is "done" once the person has settled it.
 */
export function fieldRow(field, desk) {
  const {draft} = desk;
  const base = toneOfField(field);
  const value = draft.has(field.name) ? draft.values[field.name] : field.raw;
  const id = `field-${field.name}`;
  const row = {field};
  row.tone = () => (draft.has(field.name) ? 'done' : base);

  const long = value.length > 40;
  row.input = h(long ? 'textarea' : 'input', {
    id, value, spellcheck: 'false', autocomplete: 'off', rows: long ? 3 : null, readonly: !desk.editable,
    'aria-describedby': field.advice ? `${id}-advice` : null, 'aria-invalid': base === 'bad' ? 'true' : null,
    onfocus: () => desk.onFocus(row),
    oninput: () => { settle(row.input.value); },
    onkeydown: (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
      event.preventDefault();
      if (desk.editable && (row.input.value !== field.raw || base)) settle(row.input.value, true);
      desk.onDone(row);
    },
  });
  const readings = h('div', {class: 'readings'});
  const choose = (text) => { row.input.value = text; settle(text, true); row.input.focus(); };
  field.readings.forEach((reading, index) => {
    if (reading.text.normalize('NFKC') === field.raw.normalize('NFKC')) return;
    readings.append(h('button', {
      type: 'button', class: 'reading', tabindex: '-1', disabled: !desk.editable,
      title: t(`采用（Alt ${index + 1}）`, `Take this (Alt ${index + 1})`), onclick: () => choose(reading.text),
    }, h('small', {}, kEngines[reading.engine] ?? reading.engine), marked(reading.text, field.raw)));
  });
  row.take = (index) => { const reading = field.readings[index]; if (reading) choose(reading.text); };

  function settle(text, certainly = false) {
    if (text === field.raw && !certainly) draft.drop(field.name);
    else draft.set(field.name, text);
    paint();
    desk.onEdit();
  }
  function paint() {
    row.element.className = `field-row ${row.tone()}`;
    state.textContent = draft.has(field.name)
      ? (draft.values[field.name] === field.raw ? t('已确认', 'confirmed') : t('已改', 'changed'))
      : base ? (field.state === 'ok' ? t('请核对', 'check') : field.state_word) : '';
  }
  const state = h('span', {class: 'field-state'});
  row.element = h('div', {class: 'field-row'},
    h('div', {class: 'field-label'}, h('label', {for: id}, field.label), state),
    h('div', {class: 'field-body'},
      snippet(desk.submission.id, desk.submission.pages, field), row.input,
      readings.childElementCount ? readings : null,
      field.advice && base ? h('p', {class: 'advice', id: `${id}-advice`}, field.advice) : null));
  paint();
  return row;
}
