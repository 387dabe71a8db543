// Reading: a link to something folded opens it; the outline shows where one is.
(() => {
  'use strict';

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.matches('.block') ? target.querySelector('details.predict') : target?.closest('details');
    if (folded) folded.open = true;
  }

  function follow(outline) {
    const links = new Map([...outline.querySelectorAll('a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const above = new Set();
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting || entry.boundingClientRect.top < 0) above.add(entry.target.id);
        else above.delete(entry.target.id);
      }
      let current = null;
      for (const [id, link] of links) {
        if (above.has(id)) current = link;
        link.removeAttribute('aria-current');
      }
      current?.setAttribute('aria-current', 'location');
    }, { rootMargin: '0px 0px -70% 0px' });
    for (const id of links.keys()) {
      const section = document.getElementById(id);
      if (section) watcher.observe(section);
    }
  }

  // "t" opens the next trap: those that are open give the key up.
  function passKeyOn({ target }) {
    if (!target.matches?.('details.predict')) return;
    const summary = target.querySelector('summary');
    if (target.open) delete summary.dataset.key;
    else summary.dataset.key = 't';
  }

  document.addEventListener('toggle', passKeyOn, true);
  document.addEventListener('click', (event) => {
    if (!event.detail) event.target.closest?.('.predict > summary')?.focus();
  });
  addEventListener('hashchange', openTarget);
  openTarget();
  document.querySelectorAll('.outline').forEach(follow);
})();
