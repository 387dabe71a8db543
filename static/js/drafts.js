// Typed text survives: kept in this browser at once, on the server after a rest, offered again on return.
(() => {
  'use strict';
  const LOCAL_MS = 300;
  const REST_MS = 2000;
  const LONGEST_MS = 10000;
  const KEEP_MS = 14 * 24 * 3600 * 1000;
  const PREFIX = 'draft:';
  const clocks = new WeakMap();

  const placeOf = (field) => `${PREFIX}${document.documentElement.dataset.learner || ''}:${field.dataset.draft}`;

  function read(place) {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch {
      return null;
    }
  }

  function write(place, draft) {
    try {
      localStorage.setItem(place, JSON.stringify(draft));
    } catch { /* full or forbidden: the server still has it */ }
  }

  function drop(place) {
    try {
      localStorage.removeItem(place);
    } catch { /* forbidden */ }
  }

  function forget(isOld) {
    try {
      Object.keys(localStorage).filter((place) => place.startsWith(PREFIX)).forEach((place) => {
        if (isOld(read(place))) drop(place);
      });
    } catch { /* forbidden */ }
  }

  const stateOf = (field) => (field.form || document).querySelector('[data-draft-state]');

  function say(field, kind) {
    const state = stateOf(field);
    if (!state) return;
    const words = { saved: 'Saved %t', local: 'Kept in this browser', failed: 'Kept in this browser; not on the server yet', ...state.dataset };
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const other = state.querySelector('button');
    state.textContent = words[kind].replace('%t', time);
    if (other) state.append(' ', other); // still offered
  }

  async function send(field) {
    const clock = clocks.get(field);
    clearTimeout(clock.rest);
    clock.first = 0;
    const text = field.value;
    if (text === clock.sent || !field.dataset.draftUrl || field.form?.dataset.sent) return;
    const body = new URLSearchParams({ [field.name || 'text']: text });
    for (const name of ['csrfmiddlewaretoken', 'key']) {
      const hidden = field.form?.elements.namedItem(name);
      if (hidden) body.set(name, hidden.value);
    }
    try {
      const headers = { Accept: 'application/json' };
      const answer = await fetch(field.dataset.draftUrl, { method: 'POST', headers, body, redirect: 'error' });
      if (!answer.ok) throw new Error(answer.status);
      clock.sent = text;
      if (field.value === text) say(field, 'saved');
    } catch {
      say(field, 'failed');
    }
  }

  function keep(field) {
    clocks.get(field).local = 0;
    write(placeOf(field), { text: field.value, at: Date.now() });
    say(field, 'local');
  }

  function keepNow() {
    draftsIn(document).forEach((field) => {
      if (!clocks.get(field)?.local) return;
      clearTimeout(clocks.get(field).local);
      keep(field);
    });
  }

  function onInput(event) {
    const field = event.target;
    if (!field.matches('textarea[data-draft]')) return;
    const clock = clocks.get(field) || { sent: field.defaultValue, first: 0 };
    clocks.set(field, clock);
    clearTimeout(clock.local);
    clock.local = setTimeout(() => keep(field), LOCAL_MS);
    clock.first ||= Date.now();
    clearTimeout(clock.rest);
    clock.rest = setTimeout(() => send(field), Math.min(REST_MS, Math.max(0, LONGEST_MS - (Date.now() - clock.first))));
  }

  function put(field, text) {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function offer(field, text, kind) {
    const state = stateOf(field);
    if (!state) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button button-quiet';
    button.textContent = state.dataset[kind] || 'Show the other version';
    button.addEventListener('click', () => {
      const other = field.value;
      put(field, text);
      field.focus();
      if (other.trim()) offer(field, other, 'other');
    });
    state.replaceChildren(button);
  }

  function restore(field) {
    if (field.dataset.draftReady) return;
    field.dataset.draftReady = 'yes';
    const draft = read(placeOf(field));
    if (!draft || !draft.text?.trim() || draft.text === field.value) return;
    const server = field.value;
    const serverAt = Date.parse(field.dataset.draftAt || '') || 0;
    if (draft.sent) {
      if (!server) offer(field, draft.text, 'restore');
    } else if (!server) {
      put(field, draft.text);
    } else if (draft.at > serverAt) {
      put(field, draft.text);
      offer(field, server, 'other');
    } else {
      offer(field, draft.text, 'other');
    }
  }

  const draftsIn = (within) => within.querySelectorAll?.('textarea[data-draft]') || [];

  function onSubmit(event) {
    if (event.target.matches('form[action*="logout"], form[data-clear-drafts]')) forget(() => true);
    // Marked, not dropped: if the server never got it, the text is offered again.
    draftsIn(event.target).forEach((field) => {
      const clock = clocks.get(field);
      clearTimeout(clock?.local);
      clearTimeout(clock?.rest);
      if (clock) clock.local = 0;
      if (field.value.trim()) write(placeOf(field), { text: field.value, at: Date.now(), sent: true });
    });
  }

  document.addEventListener('input', onInput);
  document.addEventListener('submit', onSubmit);
  addEventListener('pagehide', keepNow);
  document.addEventListener('visibilitychange', keepNow);
  document.addEventListener('htmx:afterRequest', ({ detail }) => {
    if (detail.successful || !detail.elt?.matches?.('form')) return;
    draftsIn(detail.elt).forEach((field) => { // refused: it is not on the server, so it is offered again
      if (read(placeOf(field))?.sent) write(placeOf(field), { text: field.value, at: Date.now() });
    });
  });
  document.addEventListener('htmx:beforeSwap', (event) => {
    const form = event.detail.requestConfig?.elt;
    if (event.detail.xhr.status < 400 && form?.matches?.('form')) draftsIn(form).forEach((field) => drop(placeOf(field)));
  });
  document.addEventListener('htmx:load', (event) => draftsIn(event.target).forEach(restore));
  forget((draft) => !draft || Date.now() - draft.at > KEEP_MS);
  draftsIn(document).forEach(restore);
})();
