// Says when something changed: by the server's events, or every 15 seconds where they do not come.

const listeners = new Set();
let source = null;
let timer = 0;
let told = 0;

function tell() {
  // Many changes at once are one to look at.
  clearTimeout(timer);
  const pause = Math.max(150, 1500 - (Date.now() - told));
  timer = setTimeout(() => {
    told = Date.now();
    listeners.forEach((listener) => listener());
  }, pause);
}

export function startLive() {
  source?.close();
  source = new EventSource('/api/events');
  let first = true;
  source.onmessage = () => {
    if (!first) tell();
    first = false;
  };
}

// A browser keeps few lines to one server: a tab that nobody sees gives its own back.
document.addEventListener('visibilitychange', () => {
  if (!source) return;
  if (document.hidden) return source.close();
  startLive();
  tell();
});

setInterval(() => {
  if (source && !document.hidden && source.readyState === EventSource.CLOSED) {
    startLive();
    tell();
  }
}, 15000);

/** Calls `listener` after changes until the returned function is called. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
