// One case: the scan on the left, what was found on the right, and the decision. Made for the
// keyboard: Enter settles a field and goes to the next doubtful one, at the end to the decision.

import {get, post, put, query, remove, session} from './api.js';
import {add, fill, h, toast} from './dom.js';
import {Draft} from './draft.js';
import {fieldRow, toneOfField} from './fields.js';
import {onChange} from './live.js';
import {chip, failure, titleOf} from './parts.js';
import {askReasons} from './reasons.js';
import {Viewer} from './viewer.js';
import {t, when} from './words.js';

const kVerdictTones = {met: 'good', partial: 'wait', unsure: 'wait', missing: 'bad', contradicted: 'bad'};

function marksOf(submission) {
  const marks = [];
  for (const document of submission.documents) {
    for (const field of document.fields)
      marks.push({...field, tone: toneOfField(field) || 'good', label: field.label});
    for (const seal of document.seals)
      marks.push({...seal, tone: 'seal', label: t('检出印章图像：', 'Seal found: ') + seal.text});
    for (const signature of document.signatures)
      if (signature.present) marks.push({...signature, tone: 'seal', label: t('检出签字笔迹', 'Ink of a signature')});
  }
  for (const hold of submission.holds) marks.push({...hold, tone: 'bad', label: hold.reason});
  return marks;
}

function requirementRow(requirement, viewer) {
  const tone = kVerdictTones[requirement.verdict];
  const look = () => viewer.lookAt(requirement.evidence[0]);
  return h('li', {class: `requirement ${tone}`},
    h('button', {type: 'button', class: 'requirement-head', tabindex: tone === 'good' ? '-1' : '0', onclick: look, onfocus: look},
      h('span', {class: 'dot', 'aria-hidden': 'true'}), h('span', {}, requirement.label),
      h('span', {class: 'field-state'}, requirement.word)),
    tone === 'good' ? null : h('div', {class: 'requirement-body'},
      requirement.advice ? h('p', {class: 'advice'}, requirement.advice) : null,
      requirement.evidence.map((each) => h('blockquote', {}, each.text))));
}

const kActions = () => ({correct: t('更正', 'corrected'), approve: t('审核通过', 'approved'), return: t('退回', 'returned'), undo: t('撤销', 'undone')});

function history(submission) {
  if (!submission.decisions.length && !submission.receipts.length) return null;
  const labels = {};
  for (const document of submission.documents) for (const field of document.fields) labels[field.name] = field.label;
  return h('details', {class: 'history'}, h('summary', {}, t('经过', 'History')), h('ol', {},
    submission.decisions.map((each) => h('li', {}, h('span', {class: 'quiet'}, `${when(each.at)} ${each.who} `),
      kActions()[each.action] ?? each.action, ' ', labels[each.target] ?? '',
      each.after || each.before ? t(`：“${each.before}” → “${each.after}”`, `: “${each.before}” → “${each.after}”`) : '',
      each.reason ? h('div', {class: 'small'}, each.reason) : null)),
    submission.receipts.map((each) => h('li', {}, h('span', {class: 'quiet'}, `${when(each.at)} `),
      t(`${each.from} 回执 ${each.number}`, `receipt ${each.number} of ${each.from}`)))));
}

class Case {
  constructor(place, submission) {
    this.place = place;
    this.banner = h('div', {class: 'banners'});
    this.viewer = new Viewer(submission);
    this.side = h('div', {class: 'findings'});
    this.root = h('div', {class: 'review'}, this.viewer.element, this.side);
    fill(place, this.root);
    this.adopt(submission);
    this.focusFirst();
    this.onKey = (event) => this.key(event);
    document.addEventListener('keydown', this.onKey);
    this.stopLive = onChange(() => this.look());
    this.pulse = setInterval(() => this.look(), 15000);
    this.look();
  }

  close() {
    document.removeEventListener('keydown', this.onKey);
    this.stopLive();
    clearInterval(this.pulse);
    this.viewer.close();
    remove(`${this.path()}/presence`, {quiet: true}).catch(() => {});
  }

  path() { return `/api/submissions/${encodeURIComponent(this.submission.id)}`; }

  /** Shows the submission as it is now; what was typed stays. */
  adopt(submission) {
    this.submission = submission;
    this.draft = new Draft(submission.id);
    const {can} = submission;
    const desk = {
      submission, draft: this.draft, editable: can.correct,
      onFocus: (row) => { this.current = row; this.viewer.lookAt(row.field); },
      onDone: (row) => this.next(row),
      onEdit: () => this.drawActions(),
    };
    this.rows = [];
    const papers = submission.documents.map((document) => {
      const rows = document.fields.map((field) => fieldRow(field, desk));
      this.rows.push(...rows);
      const doubtful = rows.filter((row) => row.tone()).length;
      return h('section', {class: 'paper'},
        h('h2', {}, document.word, h('span', {class: 'quiet small'}, t(`第 ${document.pages.join('、')} 页`, `page ${document.pages.join(', ')}`)),
          doubtful ? chip('wait', t(`${doubtful} 处待核对`, `${doubtful} to check`)) : chip('good', t('无疑点', 'all certain'))),
        rows.map((row) => row.element),
        document.requirements.length ? h('h3', {}, t('承诺要素', 'Requirements')) : null,
        document.requirements.length ? h('ul', {class: 'requirements'}, document.requirements.map((each) => requirementRow(each, this.viewer))) : null);
    });
    this.actions = h('div', {class: 'actions-bar'});
    fill(this.side,
      h('header', {class: 'case-head'},
        h('div', {}, h('h1', {}, titleOf(submission)),
          h('p', {class: 'quiet small'}, [submission.id, submission.unit_name, submission.batch, submission.archive_code].filter(Boolean).join(' · '))),
        chip(submission.tone, submission.word)),
      this.banner,
      h('div', {class: 'findings-scroll'},
        submission.holds.length ? h('ul', {class: 'holds'}, submission.holds.map((hold) => this.holdLine(hold))) : null,
        submission.pages.flatMap((page) => page.notices.map((notice) => h('p', {class: 'notice wait'}, t(`第 ${page.number} 页：`, `Page ${page.number}: `), notice))),
        papers, history(submission)),
      this.actions);
    this.viewer.setMarks(marksOf(submission));
    this.drawActions();
    if (!this.draft.empty && can.correct) this.tell('wait', t('有未提交的内容，已恢复。', 'What you had typed was brought back.'));
  }

  holdLine(hold) {
    return h('li', {class: hold.for === 'clerk' ? 'wait' : 'bad'},
      h('button', {type: 'button', class: 'hold', tabindex: '-1', disabled: !hold.page, onclick: () => this.viewer.lookAt(hold)},
        h('strong', {}, hold.reason), h('span', {}, hold.advice)));
  }

  tell(tone, text, ...more) { fill(this.banner, h('div', {class: `notice ${tone}`, role: 'status'}, text, more)); }

  doubtful() { return this.rows.filter((row) => ['bad', 'wait'].includes(row.tone())); }

  focusFirst() {
    const first = this.doubtful()[0];
    if (first && this.submission.can.correct) this.go(first);
    else this.viewer.lookAt(this.submission.holds.find((hold) => hold.page) ?? null);
  }

  go(row) {
    row.input.focus({preventScroll: true});
    row.element.scrollIntoView({block: 'center'});
    row.input.select?.();
  }

  /** The next doubtful field after `row`, then those before it, then the decision. */
  next(row = this.current) {
    const from = this.rows.indexOf(row);
    const doubtful = this.doubtful();
    const target = doubtful.find((each) => this.rows.indexOf(each) > from) ?? doubtful.find((each) => each !== row);
    if (target) this.go(target);
    else this.actions.querySelector('button.primary')?.focus();
  }

  drawActions() {
    const {can} = this.submission;
    const open = this.doubtful().length;
    const left = open ? t(`还有 ${open} 处待核对`, `${open} left to check`) : '';
    const button = (kind, word, keys, act, shown) => (shown
      ? h('button', {type: 'button', class: kind, title: keys, onclick: act}, word) : null);
    const save = !this.draft.empty && can.correct;
    fill(this.actions, h('span', {class: 'left quiet small'}, left,
      can.second_person ? t('您更正过本件，须由另一人审核。', 'You corrected it: another person approves.') : ''),
    button('', t('上一步撤销', 'Undo'), 'Alt+Z', () => this.decide('undo'), can.undo),
    button('danger-quiet', t('退回…', 'Return…'), 'Alt+R', () => this.giveBack(), can.return),
    save ? button('primary', t(`提交更正（${this.draft.changes().length}）`, `Send corrections (${this.draft.changes().length})`), 'Ctrl+S', () => this.decide('corrections', {changes: this.draft.changes()}), true)
      : button('primary', t('通过', 'Approve'), 'Alt+A', () => this.approve(), can.approve),
    h('button', {type: 'button', class: 'help', title: t('快捷键', 'Keys'), 'aria-label': t('快捷键', 'Keys'), onclick: () => this.help()}, '?'));
  }

  async giveBack() {
    const found = this.submission.documents.flatMap((document) => document.objections)
      .filter((each) => each.for === 'enterprise').map((each) => `${each.reason}${t('', ' ')}${each.advice}`);
    const reason = await askReasons(found);
    if (reason) await this.decide('return', {reason});
  }

  async approve() {
    const red = this.rows.filter((row) => row.tone() === 'bad').length +
      this.submission.documents.flatMap((document) => document.requirements).filter((each) => kVerdictTones[each.verdict] === 'bad').length;
    if (red && !this.warned) {
      this.warned = true;
      this.tell('bad', t(`还有 ${red} 处红色问题。确认无误，再按一次“通过”。`, `${red} red findings are left. Press Approve again if you are sure.`));
      return;
    }
    await this.decide('approval');
  }

  /** Sends a decision; whatever fails, what was typed stays. */
  async decide(act, body = {}) {
    if (this.busy) return;
    this.busy = true;
    this.actions.classList.add('busy');
    try {
      const after = await post(`${this.path()}/${act}`, {...body, revision: this.submission.revision});
      if (act !== 'undo') this.draft.clear();
      this.warned = false;
      fill(this.banner);
      if (act === 'undo') return this.adopt(after);
      const said = {corrections: t('已更正，正在重新核查', 'Corrected; it is checked again'), approval: t('已通过', 'Approved'), return: t('已退回', 'Returned')}[act];
      const path = this.path();
      toast(`${titleOf(after)}：${said}`, after.can.undo ? [t('撤销', 'Undo'), async () => {
        try {
          await post(`${path}/undo`);
          location.hash = `#/case/${encodeURIComponent(after.id)}`;
        } catch (error) { toast(`${error.message} ${error.advice}`); }
      }] : null, Math.max(6, session.undo_seconds));
      await this.goOn(after);
    } catch (error) {
      fill(this.banner, failure(error), error.status === 409 || error.status === 503
        ? h('button', {class: 'link', onclick: () => this.reload()}, t('看最新内容', 'Show it as it is now')) : null);
    } finally {
      this.busy = false;
      this.actions.classList.remove('busy');
    }
  }

  /** To the next case that waits; this one again where none does. */
  async goOn(after) {
    const answer = await get('/api/submissions' + query({state: 'held', limit: 20, unit: session.user.unit}));
    const ids = answer.submissions.map((each) => each.id).filter((id) => id !== after.id);
    const next = ids.find((id) => id > after.id) ?? ids[0];
    if (next) location.hash = `#/case/${encodeURIComponent(next)}`;
    else this.adopt(after);
  }

  async reload() {
    fill(this.banner);
    this.adopt(await get(this.path()));
  }

  /** A sign of life: who else looks at it, and whether it was changed meanwhile. */
  async look() {
    try {
      const seen = await put(`${this.path()}/presence`, {}, {quiet: true, background: true});
      if (seen.revision !== this.submission.revision) {
        if (this.draft.empty) return await this.reload();
        this.tell('wait', t('本件刚刚有变动。', 'It was just changed.'), ' ',
          h('button', {class: 'link', onclick: () => this.reload()}, t('看最新内容（您填的内容保留）', 'Show it as it is now (what you typed stays)')));
      } else if (seen.others.length) {
        this.tell('wait', t(`${seen.others.join('、')} 也在看这一件。`, `${seen.others.join(', ')} has this case open too.`));
        this.shared = true;
      } else if (this.shared) {
        fill(this.banner);
        this.shared = false;
      }
    } catch { /* the next sign of life tells */ }
  }

  key(event) {
    if (document.querySelector('dialog[open]')) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      return void this.actions.querySelector('button.primary')?.click();
    }
    if (event.key === 'F2') { event.preventDefault(); return void this.next(); }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const acts = {
      KeyA: () => this.submission.can.approve && this.draft.empty && this.approve(),
      KeyR: () => this.submission.can.return && this.giveBack(),
      KeyZ: () => this.submission.can.undo && this.decide('undo'),
      KeyN: () => this.next(),
      Equal: () => this.viewer.step(1), NumpadAdd: () => this.viewer.step(1),
      Minus: () => this.viewer.step(-1), NumpadSubtract: () => this.viewer.step(-1),
      Digit0: () => this.viewer.fit(),
      PageDown: () => this.viewer.show(this.viewer.page + 1), PageUp: () => this.viewer.show(this.viewer.page - 1),
    };
    const digit = /^Digit([1-9])$/.exec(event.code);
    const act = digit ? () => this.current?.take(Number(digit[1]) - 1) : acts[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  }

  help() {
    const keys = [['Enter', t('确认本项，到下一个待核对处', 'Settle the field, go to the next doubtful one')],
      ['Tab', t('下一项', 'Next field')], ['F2', t('下一个待核对处', 'Next doubtful field')],
      ['Alt 1 2 …', t('采用某个引擎的读法', 'Take an engine\'s reading')], ['Ctrl S', t('提交更正', 'Send corrections')],
      ['Alt A', t('通过', 'Approve')], ['Alt R', t('退回', 'Return')], ['Alt Z', t('撤销', 'Undo')],
      ['Alt + − 0', t('放大、缩小、适宽', 'Zoom in, out, fit')], ['Alt PgUp PgDn', t('换页', 'Other page')]];
    this.tell('quiet', h('dl', {class: 'keys'}, keys.map(([key, word]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, word)])));
  }
}

export async function casePage(place, [id]) {
  place.classList.add('full');
  const submission = await get(`/api/submissions/${encodeURIComponent(id)}`);
  const shown = new Case(place, submission);
  return () => shown.close();
}
