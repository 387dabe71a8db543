// What follows a swap: focus, the thin bar of a slow answer, trouble said in words, toasts that go.
(() => {
  'use strict';
  const SLOW_MS = 300;
  const TOAST_MS = 6000;
  const DOWNLOAD_MS = 8000;
  const root = document.documentElement;
  let open = 0;
  let timer = 0;

  function begin() {
    open += 1;
    if (open === 1) timer = setTimeout(() => root.classList.add('is-busy'), SLOW_MS);
  }

  function end() {
    open = Math.max(0, open - 1);
    if (open) return;
    clearTimeout(timer);
    root.classList.remove('is-busy');
  }

  function focusIn(region) {
    if (!region.isConnected || region.closest('#toast, #live, [data-quiet]')) return;
    const wanted = region.matches('[data-focus]') ? region : region.querySelector('[data-focus]');
    const lost = !document.activeElement || document.activeElement === document.body;
    if (!wanted && !lost) return;
    const place = wanted || region;
    if (!place.matches('a[href], button, input, select, textarea, summary, [tabindex]')) place.setAttribute('tabindex', '-1');
    place.focus();
  }

  function trouble(kind) {
    const box = document.getElementById('trouble');
    if (!box) return;
    const line = document.createElement('p');
    line.className = 'notice notice-bad';
    line.textContent = box.dataset[kind];
    box.replaceChildren(line);
  }

  function watchToast() {
    const toast = document.querySelector('#toast .toast');
    if (!toast || toast.dataset.watched) return;
    toast.dataset.watched = 'yes';
    const leave = () => {
      if (toast.matches(':hover, :focus-within')) setTimeout(leave, 1000);
      else toast.remove();
    };
    setTimeout(leave, TOAST_MS);
  }

  document.addEventListener('htmx:beforeRequest', begin);
  document.addEventListener('htmx:afterRequest', (event) => {
    end();
    if (event.detail.successful) document.getElementById('trouble')?.replaceChildren();
  });
  document.addEventListener('htmx:sendError', () => trouble('offline'));
  document.addEventListener('htmx:timeout', () => trouble('offline'));
  document.addEventListener('htmx:responseError', () => trouble('failed'));
  document.addEventListener('htmx:afterSettle', (event) => { focusIn(event.target); watchToast(); });
  document.addEventListener('htmx:oobAfterSwap', watchToast);
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented || event.target.matches('[hx-post], [hx-get]')) return;
    begin();
    setTimeout(end, DOWNLOAD_MS); // a download leaves the page as it is
  });
  addEventListener('pageshow', () => { open = 0; end(); });
  watchToast();
})();
