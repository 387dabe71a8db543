// Forms: sent once, the browser's time zone filled in, words counted.
(() => {
  'use strict';
  const FREE_AFTER_MS = 8000;

  function free(form) {
    delete form.dataset.sent;
    form.querySelectorAll('[data-pressed]').forEach((button) => {
      button.removeAttribute('aria-disabled');
      delete button.dataset.pressed;
    });
  }

  function once(event) {
    const form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = 'yes';
    // After this turn: a disabled look must not keep the pressed button's name out of the form.
    setTimeout(() => {
      if (!form.dataset.sent || !event.submitter) return;
      event.submitter.setAttribute('aria-disabled', 'true');
      event.submitter.dataset.pressed = 'yes';
    });
    setTimeout(() => free(form), FREE_AFTER_MS);
  }

  function fillZone(within) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    within.querySelectorAll?.('input[name=time_zone]').forEach((field) => {
      if (field.type === 'hidden' || !field.value) field.value = zone;
    });
  }

  function countWords(field) {
    const words = field.value.trim().split(/\s+/).filter(Boolean).length;
    document.querySelectorAll(`[data-word-count-for="${CSS.escape(field.id)}"]`).forEach((place) => {
      const form = words === 1 ? place.dataset.one || '1 word' : place.dataset.other || '%n words';
      place.textContent = form.replace('%n', words);
    });
  }

  function countAll(within) {
    within.querySelectorAll?.('textarea').forEach((field) => { if (field.id) countWords(field); });
  }

  function prepare(within) {
    fillZone(within);
    countAll(within);
  }

  document.addEventListener('submit', once, true);
  document.addEventListener('input', (event) => { if (event.target.matches('textarea[id]')) countWords(event.target); });
  document.addEventListener('htmx:load', (event) => prepare(event.target));
  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.target.closest?.('form');
    if (form) free(form);
  });
  addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(free));
  prepare(document);
})();
