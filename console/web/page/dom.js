// Elements without markup: every text becomes a text node, so that nothing a stranger wrote can be
// taken for HTML.

/** h('a', {href: '#/', class: 'x', onclick: f}, 'text', child, [children]) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else if (name === 'data') Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  add(element, children);
  return element;
}

export function add(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, ...children);
}

/** Waits until calls have stopped for `delay` ms. */
export function debounced(work, delay) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), delay);
  };
}

/** A small line that says what happened, and goes by itself. `action`: [label, function]. */
export function toast(text, action = null, seconds = 5) {
  let place = document.querySelector('.toasts');
  if (!place) document.body.append((place = h('div', {class: 'toasts', role: 'status', 'aria-live': 'polite'})));
  const line = h('div', {class: 'toast'}, h('span', {}, text));
  const close = () => line.remove();
  if (action) line.append(h('button', {class: 'link', onclick: () => { close(); action[1](); }}, action[0]));
  place.append(line);
  setTimeout(close, seconds * 1000);
  return close;
}

/** A dialog with a form; resolves with what `submit` returns, or null when it was closed. */
export function dialog(title, content, buttons) {
  return new Promise((resolve) => {
    const box = h('dialog', {class: 'dialog', 'aria-label': title});
    const finish = (value) => { box.close(); box.remove(); resolve(value); };
    const form = h('form', {method: 'dialog', onsubmit: (event) => event.preventDefault()},
      h('h2', {}, title), content,
      h('div', {class: 'actions'}, buttons.map(([label, kind, act]) => h('button', {
        type: kind === 'primary' || kind === 'danger' ? 'submit' : 'button', class: kind,
        onclick: () => { const value = act ? act() : null; if (value !== undefined) finish(value); },
      }, label))));
    box.append(form);
    box.addEventListener('cancel', () => finish(null));
    document.body.append(box);
    box.showModal();
  });
}
