// Both languages stand where a sentence is said: t('中文', 'English').

const kKey = 'chengnuo.language';
export const english = localStorage.getItem(kKey) === 'en';
export const t = (zh, en) => (english ? en : zh);

export function switchLanguage() {
  localStorage.setItem(kKey, english ? 'zh' : 'en');
  location.reload();
}

document.documentElement.lang = english ? 'en' : 'zh-CN';
document.title = t('质量信誉承诺书', 'Quality commitment letters');

const two = (n) => String(n).padStart(2, '0');
const clockOf = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** "今天 08:05" of today, else as dated(). */
export function when(rfc3339) {
  if (!rfc3339) return '';
  const at = new Date(rfc3339);
  const today = new Date().toDateString() === at.toDateString();
  return today ? t(`今天 ${clockOf(at)}`, `today ${clockOf(at)}`) : dated(rfc3339);
}

/** 2025年11月3日 08:05, in the reader's own time zone: for what is printed. */
export function dated(rfc3339) {
  if (!rfc3339) return '';
  const at = new Date(rfc3339);
  const clock = clockOf(at);
  return t(`${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日 ${clock}`,
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`);
}

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  if (count < 1024 ** 2) return `${Math.round(count / 1024)} KB`;
  if (count < 1024 ** 3) return `${(count / 1024 ** 2).toFixed(1)} MB`;
  return `${(count / 1024 ** 3).toFixed(2)} GB`;
}
