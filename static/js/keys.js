// Single keys: an element with data-key="m" is pressed by that key. "?" lists the keys of the page.
(() => {
  'use strict';
  const GUARD_MS = 400;
  const OFF = 'studyapp:single-keys';
  const root = document.documentElement;
  const dialog = () => document.getElementById('dialog');
  let guardUntil = 0;
  let opener = null;

  const kept = () => { try { return localStorage.getItem(OFF); } catch { return null; } };
  const offByServer = () => root.dataset.singleKeys === 'off';
  const singleKeys = () => !offByServer() && kept() !== 'off';
  const shown = (element) => element.getClientRects().length > 0 && element.getAttribute('aria-disabled') !== 'true' && !element.disabled;
  const isText = (element) => element.matches('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit], [type=file])');
  const isPressable = (element) => element.matches('button, a[href], summary');

  function nameOf(event) {
    const key = event.key === ' ' ? 'Space' : event.key;
    if (key.length > 1) return key;
    return event.shiftKey ? key : key.toLowerCase();
  }

  function press(element) {
    if (isText(element)) {
      element.focus();
      element.select?.();
      return;
    }
    if (element.matches('input')) element.focus();
    element.click();
  }

  function elementFor(key) {
    return [...document.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key && shown(element));
  }

  function labelOf(element) {
    if (element.dataset.keyLabel) return element.dataset.keyLabel;
    const named = element.getAttribute('aria-label');
    if (named) return named;
    const copy = (element.labels?.[0] || element).cloneNode(true);
    copy.querySelectorAll('.key, svg').forEach((part) => part.remove());
    return copy.textContent.trim().replace(/\s+/g, ' ') || element.value || '';
  }

  const isChoice = (element) => element.matches('input, label') && /^\d$/.test(element.dataset.key);

  function entries() {
    const words = dialog().dataset;
    const all = [...document.querySelectorAll('[data-key]')].filter(shown);
    const choices = all.filter(isChoice).map((element) => element.dataset.key).sort();
    const list = choices.length ? [[choices.length > 1 ? `${choices[0]} – ${choices.at(-1)}` : choices[0], words.choose]] : [];
    const seen = new Set();
    for (const element of all) {
      const key = element.dataset.key;
      if (isChoice(element) || seen.has(key)) continue;
      seen.add(key);
      list.push([key, labelOf(element)]);
    }
    return [...list, ['?', words.help]];
  }

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function keySwitch(words) {
    const box = make('input', { type: 'checkbox' });
    box.checked = singleKeys();
    box.addEventListener('change', () => { try { localStorage.setItem(OFF, box.checked ? 'on' : 'off'); } catch { /* private window */ } });
    if (offByServer()) return make('p', { class: 'hint' }, words.off);
    return make('div', { class: 'field field-check' }, make('label', {}, box, words.switch));
  }

  function openKeys() {
    const box = dialog();
    const words = box.dataset;
    const list = make('dl', { class: 'key-list' });
    for (const [key, label] of entries()) list.append(make('dt', {}, make('kbd', { class: 'key' }, key)), make('dd', {}, label));
    const close = make('button', { type: 'button', class: 'button' }, words.close);
    close.addEventListener('click', () => box.close());
    box.setAttribute('aria-labelledby', 'dialog-title');
    box.replaceChildren(make('h2', { id: 'dialog-title', class: 'dialog-title' }, words.title), list, keySwitch(words), make('div', { class: 'actions' }, close));
    opener = document.activeElement === document.body ? document.getElementById('main') : document.activeElement;
    box.addEventListener('close', () => { box.replaceChildren(); opener?.focus?.(); }, { once: true });
    box.showModal();
    close.focus();
  }

  function onKey(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && performance.now() < guardUntil) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.altKey || (event.metaKey && event.key !== 'Enter')) return;
    const control = event.ctrlKey || event.metaKey;
    const key = (control ? 'Ctrl+' : '') + nameOf(event);
    if (isText(target) && key !== 'Ctrl+Enter') return;
    if ((key === 'Enter' || key === 'Space') && isPressable(target)) return;
    if (key === 'Space' && target.matches('input')) return;
    if (key.length === 1 && !singleKeys()) return;
    const element = elementFor(key);
    if (element) {
      event.preventDefault();
      if (!event.repeat) press(element);
    } else if (key === '?') {
      event.preventDefault();
      openKeys();
    }
  }

  function guard(within) {
    if (within.querySelector?.('[data-enter-guard]') || within.matches?.('[data-enter-guard]')) guardUntil = performance.now() + GUARD_MS;
  }

  root.classList.add('js');
  guard(document);
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('htmx:load', (event) => guard(event.target));
  document.addEventListener('click', (event) => { if (event.target.closest('[data-open-keys]')) openKeys(); });
})();
