// A session: the next question without a request, time looked at, steps moved up and down.
(() => {
  'use strict';
  const LONGEST = 24 * 3600 * 1000;
  let shownAt = performance.now();
  let hiddenAt = 0;
  let away = 0;

  function begin() {
    shownAt = performance.now();
    away = 0;
    hiddenAt = document.hidden ? shownAt : 0;
  }

  function watchAway() {
    if (document.hidden) hiddenAt = performance.now();
    else if (hiddenAt) {
      away += performance.now() - hiddenAt;
      hiddenAt = 0;
    }
  }

  // The result brought the next question along; without it the link asks the server.
  function next(event) {
    const link = event.target.closest?.('[data-next]');
    const template = document.getElementById('next-card');
    if (!link || !template || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const card = template.content.firstElementChild.cloneNode(true);
    document.getElementById('card').replaceWith(card);
    history.replaceState(history.state, '', link.href);
    window.htmx?.process(card);
    prepare(card);
    begin();
    scrollTo({ top: 0 });
    card.querySelector('[data-focus]')?.focus({ preventScroll: true });
  }

  // Back from the lesson leads to this result again, not to the next question.
  function keepResult(event) {
    const link = event.target.closest?.('[data-result]');
    if (link) history.replaceState(history.state, '', link.dataset.result);
  }

  function noteTime(event) {
    const field = event.target.elements?.namedItem('ms');
    if (event.target.matches('[data-response]') && field) field.value = Math.min(LONGEST, Math.max(0, Math.round(performance.now() - shownAt - away)));
  }

  // Ordering: the selects are what is sent; the list on the page follows them and they follow the list.
  const stepsOf = (list) => [...list.querySelectorAll('.ordering-step')];

  function number(list) {
    const steps = stepsOf(list);
    steps.forEach((step, place) => {
      step.querySelector('select').value = place + 1;
      step.querySelector('[data-move="-1"]').setAttribute('aria-disabled', place === 0);
      step.querySelector('[data-move="1"]').setAttribute('aria-disabled', place === steps.length - 1);
    });
  }

  function place(list, step, target) {
    const others = stepsOf(list).filter((other) => other !== step);
    list.insertBefore(step, others[target] || null);
    number(list);
    const live = document.getElementById('live');
    const text = step.querySelector('.option-text').textContent.trim();
    if (live) live.textContent = list.dataset.moved.replace('%step', text).replace('%n', target + 1);
  }

  function move(event) {
    const button = event.target.closest?.('[data-move]');
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    const step = button.closest('.ordering-step');
    const list = step.parentElement;
    place(list, step, stepsOf(list).indexOf(step) + Number(button.dataset.move));
    const next = button.getAttribute('aria-disabled') === 'true' ? step.querySelector('[data-move]:not([aria-disabled=true])') : button;
    next?.focus();
  }

  function choosePlace(event) {
    const step = event.target.matches('select') && event.target.closest('.ordering-step');
    if (!step) return;
    place(step.parentElement, step, Number(event.target.value) - 1);
    event.target.focus();
  }

  // No more options than are asked for: the server would refuse them.
  function limit(event) {
    const group = event.target.matches('input[type=checkbox][name=choice]') && event.target.closest('fieldset');
    const most = Number(group && group.querySelector('[data-choose]')?.dataset.choose);
    if (!most || !event.target.checked) return;
    if (group.querySelectorAll('input:checked').length > most) event.target.checked = false;
  }

  function prepare(within) {
    const list = within.querySelector?.('[data-ordering]');
    if (!list) return;
    const steps = stepsOf(list);
    const wanted = [...steps].sort((one, other) => one.querySelector('select').value - other.querySelector('select').value);
    list.append(...wanted);
    number(list);
  }

  // A typed question begins in its field; Escape leaves it, so that single keys work.
  function leaveField(event) {
    if (event.key === 'Escape' && event.target.matches?.('[data-response] input[type=text]')) document.getElementById('stem')?.focus();
  }

  document.addEventListener('click', next, true);
  document.addEventListener('click', keepResult);
  document.addEventListener('keydown', leaveField);
  document.addEventListener('click', move);
  document.addEventListener('change', (event) => { choosePlace(event); limit(event); });
  document.addEventListener('submit', noteTime, true);
  document.addEventListener('visibilitychange', watchAway);
  document.addEventListener('htmx:load', (event) => {
    prepare(event.target);
    if (event.target.matches?.('[data-study-card]') || event.target.querySelector?.('[data-study-card]')) begin();
  });
  prepare(document);
})();
