// A list to walk through: [data-step-by="1"] goes to the next [data-step], and a key of [data-step-key] acts in the current one.
(() => {
  'use strict';
  const shown = (element) => element.getClientRects().length > 0;
  const steps = () => [...document.querySelectorAll('[data-step]')].filter(shown);
  let current = '';

  function lend(step) {
    document.querySelectorAll('[data-step-key][data-key]').forEach((element) => { delete element.dataset.key; });
    step?.querySelectorAll('[data-step-key]').forEach((element) => { element.dataset.key = element.dataset.stepKey; });
  }

  function walk(by) {
    const list = steps();
    if (!list.length) return;
    const at = list.findIndex((step) => step.id === current);
    const place = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1);
    list[place].focus();
  }

  document.addEventListener('focusin', (event) => {
    const step = event.target.closest?.('[data-step]');
    if (!step) return;
    current = step.id;
    lend(step);
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step-by]');
    if (button) walk(Number(button.dataset.stepBy));
  });
  document.addEventListener('htmx:load', () => lend(document.getElementById(current) || steps()[0]));
  lend(steps()[0]);
})();
