// The editor: numbers beside the lines, and links that go to a line.
(() => {
  'use strict';
  const field = () => document.querySelector('[data-editor] textarea');

  function number(area) {
    const numbers = area.closest('[data-editor]').querySelector('[data-editor-numbers]');
    const count = area.value.split('\n').length;
    if (Number(numbers.dataset.count) !== count) {
      numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join('\n');
      numbers.dataset.count = count;
    }
    numbers.scrollTop = area.scrollTop;
  }

  function goTo(line, column) {
    const area = field();
    if (!area || !line) return;
    const lines = area.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    const place = start + Math.min(Math.max(column - 1, 0), (lines[line - 1] || '').length);
    area.focus();
    area.setSelectionRange(place, column ? place + 1 : start + (lines[line - 1] || '').length);
    area.scrollTop = Math.max(0, (line - 4) * (area.scrollHeight / Math.max(lines.length, 1)));
    number(area);
  }

  // A warning on leaving while something was typed that no check has kept.
  const unsaved = () => {
    const area = field();
    return area && !area.readOnly && area.value !== (area.dataset.kept ?? area.defaultValue);
  };
  addEventListener('beforeunload', (event) => { if (unsaved()) event.preventDefault(); });
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (event.target.id === 'source-form') event.target.dataset.typed = field().value;
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.target.id === 'source-form' && event.detail.successful) field().dataset.kept = event.target.dataset.typed;
  });

  document.addEventListener('input', (event) => { if (event.target === field()) number(event.target); });
  document.addEventListener('scroll', (event) => { if (event.target === field()) number(event.target); }, true);
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-goto-line]');
    if (!link) return;
    event.preventDefault();
    goTo(Number(link.dataset.gotoLine), Number(link.dataset.gotoCol));
  });
  if (field()) {
    number(field());
    goTo(Number(new URLSearchParams(location.search).get('line')), 0);
  }
})();
