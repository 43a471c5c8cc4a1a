// Why papers go back to an enterprise, in words that it can act on.

import {dialog, h} from './dom.js';
import {t} from './words.js';

const kReasons = () => [
  t('承诺书未加盖企业公章，请盖章后重新扫描。', 'The letter lacks the enterprise\'s seal: stamp it and scan it again.'),
  t('法定代表人未签字，请签字后重新扫描。', 'The legal representative has not signed: sign it and scan it again.'),
  t('缺少申请表，请补交。', 'The application form is missing: hand it in.'),
  t('缺少承诺书，请补交。', 'The letter is missing: hand it in.'),
  t('承诺内容缺少规定的要素，请按样式补充。', 'The letter lacks a required element: add it as in the model.'),
  t('企业名称与公章或营业执照不一致，请更正。', 'The name differs from the seal or the licence: put it right.'),
  t('统一社会信用代码有误，请核对营业执照。', 'The credit code is wrong: compare it with the licence.'),
  t('日期未填写或不正确。', 'The date is missing or wrong.'),
  t('扫描件不清楚，请用彩色 300 dpi 重新扫描。', 'The scan is not clear: scan it again in colour at 300 dpi.'),
  t('提交的是复印件，请扫描原件。', 'A photocopy was handed in: scan the original.'),
];

/** Resolves with the reason as one text, or null. `suggested`: what the check found. */
export async function askReasons(suggested) {
  const own = h('textarea', {rows: 3, placeholder: t('其他原因或补充说明', 'Other reasons, or more about it'), 'aria-label': t('其他原因', 'Other reasons')});
  const list = [...new Set([...suggested, ...kReasons()])];
  const boxes = list.map((text) => h('input', {type: 'checkbox', value: text, checked: suggested.includes(text)}));
  const told = h('p', {class: 'advice', role: 'alert'});
  const content = h('div', {class: 'reasons'},
    boxes.map((box, index) => h('label', {class: 'check'}, box, h('span', {}, list[index]))), own, told);
  return dialog(t('退回企业', 'Return to the enterprise'), content, [
    [t('取消', 'Cancel'), '', null],
    [t('退回', 'Return'), 'danger', () => {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      if (own.value.trim()) chosen.push(own.value.trim());
      if (chosen.length) return chosen.join('\n');
      told.textContent = t('请至少选一项原因。', 'Choose at least one reason.');
      return undefined;
    }],
  ]);
}
