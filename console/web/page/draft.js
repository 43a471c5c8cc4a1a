// What a person has typed and not sent yet, kept on this machine for each case, so that neither a
// broken line, nor a closed window, nor an ended session loses it.

import {session} from './api.js';

const key = (id) => `chengnuo.draft.${session.user.name}.${id}`;

export class Draft {
  constructor(id) {
    this.id = id;
    try {
      this.values = JSON.parse(localStorage.getItem(key(id))) ?? {};
    } catch {
      this.values = {};
    }
  }
  get empty() { return Object.keys(this.values).length === 0; }
  has(field) { return field in this.values; }
  set(field, value) {
    this.values[field] = value;
    this.save();
  }
  drop(field) {
    delete this.values[field];
    this.save();
  }
  clear() {
    this.values = {};
    localStorage.removeItem(key(this.id));
  }
  changes() { return Object.entries(this.values).map(([field, value]) => ({field, value})); }
  save() {
    if (this.empty) localStorage.removeItem(key(this.id));
    else localStorage.setItem(key(this.id), JSON.stringify(this.values));
  }
}
