// A file dropped on the zone is the file of the form.
(() => {
  'use strict';
  const zoneOf = (event) => event.target.closest?.('[data-drop-zone]');
  const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes('Files');

  function name(zone, text) {
    const place = zone.querySelector('[data-drop-name]');
    if (place) place.textContent = text;
  }

  document.addEventListener('dragover', (event) => {
    const zone = zoneOf(event);
    if (!hasFiles(event)) return;
    event.preventDefault(); // a file dropped beside the zone must not replace the page
    event.dataTransfer.dropEffect = zone ? 'copy' : 'none';
    document.querySelectorAll('[data-drop-zone]').forEach((one) => one.classList.toggle('is-over', one === zone));
  });

  document.addEventListener('dragleave', (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove('is-over');
  });

  document.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const zone = zoneOf(event);
    const field = zone?.querySelector('input[type=file]');
    if (!field) return;
    zone.classList.remove('is-over');
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  });

  document.addEventListener('change', (event) => {
    const zone = zoneOf(event);
    if (zone && event.target.matches('input[type=file]')) {
      name(zone, [...event.target.files].map((file) => file.name).join(', '));
    }
  });

  document.addEventListener('htmx:xhr:progress', (event) => {
    const bar = event.target.closest?.('form')?.querySelector('[data-upload-bar]');
    const { lengthComputable, loaded, total } = event.detail;
    if (!bar || !lengthComputable || !total) return;
    bar.dataset.moving = 'yes';
    bar.querySelector('progress').value = loaded / total;
    if (loaded >= total) bar.querySelector('[data-upload-said]').textContent = bar.dataset.read;
  });
})();
