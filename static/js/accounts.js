/* A look at the password one types. */
(() => {
  'use strict';

  const addToggle = (input) => {
    const toggle = document.createElement('button');
    toggle.type = 'button';
    toggle.className = 'password-toggle';
    toggle.textContent = input.dataset.show;
    toggle.setAttribute('aria-controls', input.id);
    input.after(toggle);
    input.dataset.canShow = 'yes';
  };

  const show = (input, toggle, visible) => {
    input.type = visible ? 'text' : 'password';
    toggle.textContent = visible ? input.dataset.hide : input.dataset.show;
  };

  const prepare = (root) => {
    root.querySelectorAll('input[type="password"][data-show]:not([data-can-show])').forEach(addToggle);
  };

  document.addEventListener('click', (event) => {
    const toggle = event.target.closest('.password-toggle');
    if (!toggle) return;
    const input = document.getElementById(toggle.getAttribute('aria-controls'));
    show(input, toggle, input.type === 'password');
  });

  // Browsers remember what is typed into text fields: hide it again before it is sent.
  document.addEventListener('submit', (event) => {
    event.target.querySelectorAll('.password-toggle').forEach((toggle) => {
      show(document.getElementById(toggle.getAttribute('aria-controls')), toggle, false);
    });
  });

  document.addEventListener('htmx:load', (event) => prepare(event.target));
  prepare(document);
})();
