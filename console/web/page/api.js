// Calls of the API. A call that meets an ended session waits until the person has logged in again
// and is then made anew; one that meets a broken line says so.

import {english, t} from './words.js';

export const session = {user: null, units: [], csrf: '', setup_needed: false};
export const may = (right) => session.user?.rights.includes(right) ?? false;

/** What the server answered instead of doing it; `status` 0: the line is broken. */
export class Refusal extends Error {
  constructor(status, message, advice) {
    super(message);
    this.status = status;
    this.advice = advice;
  }
}

let askToLogIn = null;  // main.js sets it: async () => {}
export const onLoginNeeded = (ask) => { askToLogIn = ask; };

const lineListeners = new Set();
export const onLine = (listener) => lineListeners.add(listener);
const tellLine = (up) => lineListeners.forEach((listener) => listener(up));

export async function call(method, path, body = undefined, options = {}) {
  const headers = {'Accept-Language': english ? 'en' : 'zh-CN'};
  if (method !== 'GET') headers['X-CSRF-Token'] = session.csrf;
  if (options.background) headers['X-Background'] = '1';  // keeps no session alive
  const raw = body instanceof Blob;
  if (body !== undefined && !raw) headers['Content-Type'] = 'application/json';
  if (raw) headers['Content-Type'] = 'application/octet-stream';
  let response;
  try {
    response = await fetch(path, {
      method, headers, body: body === undefined || raw ? body : JSON.stringify(body),
      signal: options.signal,
    });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    tellLine(false);
    throw new Refusal(0, t('连接中断。', 'The connection is broken.'),
      t('您填的内容保存在本机，连上后可继续。', 'What you typed is kept here; go on once it is back.'));
  }
  tellLine(true);
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 401 && askToLogIn && !options.quiet) {
    await askToLogIn();
    return call(method, path, body, options);
  }
  throw new Refusal(response.status, answer.error?.message ?? `HTTP ${response.status}`,
    answer.error?.advice ?? '');
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body = {}, options = {}) => call('POST', path, body, options);
export const put = (path, body = {}, options = {}) => call('PUT', path, body, options);
export const remove = (path, options = {}) => call('DELETE', path, undefined, options);

export function adopt(fresh) {
  Object.assign(session, fresh);
  return session;
}

/** The query string of what is not empty. */
export function query(values) {
  const parts = Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return parts.length ? '?' + new URLSearchParams(parts) : '';
}
