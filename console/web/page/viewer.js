// The scan: pages, zoom, turning, the seal's ink on or off, and frames round what is talked about.

import {fill, h} from './dom.js';
import {t} from './words.js';

const kSteps = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

export const imageUrl = (id, page) => `/api/submissions/${encodeURIComponent(id)}/pages/${page}`;

/** A copy of the image without red ink: seals go, black text under them stays. */
function withoutSeal(image) {
  const canvas = h('canvas', {class: 'scan'});
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const data = pixels.data;
  for (let i = 0; i < data.length; i += 4) {
    const others = Math.max(data[i + 1], data[i + 2]);
    // What a red filter before a camera does: red paper-bright, black as it was.
    if (data[i] > others + 24) data[i + 1] = data[i + 2] = data[i];
    if (data[i] > others + 60) data[i] = data[i + 1] = data[i + 2] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

const kWidestSnippet = 470;

/** A strip of the scan round `box`, beside the value that was read there. */
export function snippet(id, pages, place, height = 38) {
  const page = pages[place.page - 1];
  if (!page || !page.width || !place.box[2]) return null;
  const [x, y, width, tall] = place.box;
  const margin = Math.round(tall * 0.35);
  const scale = Math.min(height / (tall + 2 * margin), kWidestSnippet / (width + 2 * margin), 1.4);
  const strip = h('div', {class: 'snippet', role: 'img', 'aria-label': t('扫描件上的原文', 'as it stands on the scan')});
  strip.style.height = `${Math.round((tall + 2 * margin) * scale)}px`;
  strip.style.width = `${Math.round((width + 2 * margin) * scale)}px`;
  strip.style.backgroundImage = `url("${imageUrl(id, place.page)}")`;
  strip.style.backgroundSize = `${page.width * scale}px ${page.height * scale}px`;
  strip.style.backgroundPosition = `${-(x - margin) * scale}px ${-(y - margin) * scale}px`;
  return strip;
}

export class Viewer {
  constructor(submission) {
    this.id = submission.id;
    this.pages = submission.pages;
    this.page = 1;
    this.zoom = 0;  // 0: as wide as the pane
    this.turn = 0;
    this.seal = true;
    this.boxes = true;
    this.marks = [];
    this.focus = null;
    this.tabs = h('div', {class: 'viewer-pages', role: 'group', 'aria-label': t('页', 'Pages')});
    this.tools = h('div', {class: 'viewer-tools'});
    this.sheet = h('div', {class: 'sheet'});
    this.room = h('div', {class: 'sheet-room'}, this.sheet);
    this.pane = h('div', {class: 'viewer-pane', tabindex: '0', 'aria-label': t('扫描件', 'Scan')}, this.room);
    this.element = h('div', {class: 'viewer'}, h('div', {class: 'viewer-bar'}, this.tabs, this.tools), this.pane);
    this.resized = new ResizeObserver(() => this.layout());
    this.resized.observe(this.pane);
    this.enableDragging();
    this.show(1);
  }

  close() { this.resized.disconnect(); }

  /** `marks`: [{page, box, tone, label}]. */
  setMarks(marks) {
    this.marks = marks;
    this.drawMarks();
  }

  /** Shows the place and frames it strongly. */
  lookAt(place) {
    this.focus = place && place.page && place.box[2] ? place : null;
    if (!this.focus) return this.drawMarks();
    if (place.page !== this.page) this.show(place.page);
    this.drawMarks();
    this.centre();
  }

  show(number) {
    if (number < 1 || number > this.pages.length) return;
    this.page = number;
    this.turn = 0;
    const page = this.pages[number - 1];
    this.image = h('img', {class: 'scan', src: imageUrl(this.id, number), draggable: 'false',
      alt: t(`第 ${number} 页扫描件`, `scan of page ${number}`)});
    this.image.addEventListener('load', () => { this.plain = null; this.drawScan(); });
    this.image.addEventListener('error', () => fill(this.sheet, h('p', {class: 'nothing'}, t('此页没有图像。', 'This page has no image.'))));
    this.width = page.width || 1240;
    this.height = page.height || 1754;
    fill(this.sheet, this.image);
    this.drawTabs();
    this.drawTools();
    this.layout();
    this.drawMarks();
  }

  drawTabs() {
    fill(this.tabs, this.pages.map((page) => h('button', {
      'aria-pressed': String(page.number === this.page), title: page.file,
      onclick: () => this.show(page.number),
    }, t(`第 ${page.number} 页`, `Page ${page.number}`))));
  }

  drawTools() {
    const tool = (label, title, act, pressed = null) => h('button', {
      title, 'aria-label': title, 'aria-pressed': pressed === null ? null : String(pressed), onclick: act,
    }, label);
    fill(this.tools,
      tool('−', t('缩小（Alt −）', 'Zoom out (Alt −)'), () => this.step(-1)),
      tool(this.zoom ? `${Math.round(this.zoom * 100)}%` : t('适宽', 'Fit'), t('适合宽度（Alt 0）', 'Fit the width (Alt 0)'), () => this.fit()),
      tool('+', t('放大（Alt +）', 'Zoom in (Alt +)'), () => this.step(1)),
      tool('⟳', t('旋转', 'Turn'), () => { this.turn = (this.turn + 90) % 360; this.layout(); }),
      tool(t('印章', 'Seal'), t('显示或隐去印章', 'Show the seal or take it out'), () => { this.seal = !this.seal; this.drawScan(); this.drawTools(); }, this.seal),
      tool(t('框线', 'Boxes'), t('显示或隐去框线', 'Show frames or not'), () => { this.boxes = !this.boxes; this.drawMarks(); this.drawTools(); }, this.boxes));
  }

  drawScan() {
    if (!this.seal && this.image.complete) this.plain ??= withoutSeal(this.image);
    this.sheet.querySelector('.scan')?.replaceWith(this.seal || !this.plain ? this.image : this.plain);
  }

  scale() {
    const turned = this.turn % 180 !== 0;
    return this.zoom || Math.max(0.1, (this.pane.clientWidth - 24) / (turned ? this.height : this.width));
  }

  layout() {
    const scale = this.scale();
    const turned = this.turn % 180 !== 0;
    const width = this.width * scale;
    const height = this.height * scale;
    this.sheet.style.width = `${width}px`;
    this.sheet.style.height = `${height}px`;
    this.room.style.width = `${turned ? height : width}px`;
    this.room.style.height = `${turned ? width : height}px`;
    const shift = {0: '', 90: `translate(${height}px, 0)`, 180: `translate(${width}px, ${height}px)`, 270: `translate(0, ${width}px)`}[this.turn];
    this.sheet.style.transform = `${shift} rotate(${this.turn}deg)`;
    this.drawMarks();
  }

  drawMarks() {
    this.sheet.querySelectorAll('.mark').forEach((mark) => mark.remove());
    const scale = this.scale();
    const frame = (place, classes, label) => {
      const mark = h('div', {class: `mark ${classes}`, title: label});
      const [x, y, width, height] = place.box;
      mark.style.left = `${x * scale - 3}px`;
      mark.style.top = `${y * scale - 3}px`;
      mark.style.width = `${width * scale + 6}px`;
      mark.style.height = `${height * scale + 6}px`;
      this.sheet.append(mark);
    };
    if (this.boxes)
      for (const mark of this.marks)
        if (mark.page === this.page && mark.box[2]) frame(mark, mark.tone, mark.label);
    if (this.focus && this.focus.page === this.page) frame(this.focus, 'focus', '');
  }

  centre() {
    const scale = this.scale();
    const [x, y, width, height] = this.focus.box;
    if (this.turn) return;
    this.pane.scrollTo({
      left: (x + width / 2) * scale - this.pane.clientWidth / 2,
      top: (y + height / 2) * scale - this.pane.clientHeight / 2,
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
  }

  step(direction) {
    const now = this.scale();
    const steps = direction > 0 ? kSteps.filter((step) => step > now * 1.02) : kSteps.filter((step) => step < now * 0.98).reverse();
    this.zoom = steps[0] ?? now;
    this.drawTools();
    this.layout();
    if (this.focus) this.centre();
  }

  fit() {
    this.zoom = 0;
    this.drawTools();
    this.layout();
  }

  enableDragging() {
    let from = null;
    this.pane.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      from = {x: event.clientX + this.pane.scrollLeft, y: event.clientY + this.pane.scrollTop};
      this.pane.classList.add('dragging');
    });
    window.addEventListener('pointerup', () => { from = null; this.pane.classList.remove('dragging'); });
    this.pane.addEventListener('pointermove', (event) => {
      if (from) this.pane.scrollTo(from.x - event.clientX, from.y - event.clientY);
    });
    this.pane.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.step(event.deltaY < 0 ? 1 : -1);
    }, {passive: false});
  }
}
