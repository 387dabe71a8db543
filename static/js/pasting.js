// What is pasted from a page brings its tables along: the clipboard's own HTML goes with the form.
(() => {
  'use strict';
  const MOST = 250000;

  function keep(field, html) {
    const hidden = document.getElementById(field.dataset.paste);
    if (!hidden) return;
    hidden.value = html;
    const said = field.form?.querySelector('[data-pasted-table]');
    if (said) said.hidden = !html;
  }

  document.addEventListener('paste', (event) => {
    const field = event.target.closest?.('[data-paste]');
    const html = event.clipboardData?.getData('text/html') || '';
    if (!field) return;
    const isWhole = !field.value.trim() || (field.selectionStart === 0 && field.selectionEnd === field.value.length);
    const hasTable = isWhole && html.length < MOST && /<table[\s>]/i.test(html);
    setTimeout(() => keep(field, hasTable ? html : ''), 0); // after the input event of the paste itself
  });

  document.addEventListener('input', (event) => {
    if (event.target.matches?.('[data-paste]')) keep(event.target, '');
  });
})();
