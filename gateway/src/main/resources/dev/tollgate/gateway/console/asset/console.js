'use strict';
// htmx makes HTML of what this server sent; nothing else may.
if (window.trustedTypes) {
  trustedTypes.createPolicy('default', { createHTML: (html) => html });
}

const local = new Intl.DateTimeFormat(undefined, {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
});

function times(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const instant = new Date(time.dateTime);
    if (!Number.isNaN(instant.getTime())) time.textContent = local.format(instant);
  }
  for (const field of root.querySelectorAll('input[data-utc]:not([data-local])')) {
    field.dataset.local = '';
    const hint = field.nextElementSibling;
    const show = () => { hint.textContent = field.value ? local.format(new Date(field.value + 'Z')) : ''; };
    field.addEventListener('input', show);
    show();
  }
}

function copies(root) {
  for (const code of root.querySelectorAll('[data-copy]:not([data-copied])')) {
    code.dataset.copied = '';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'copy';
    button.setAttribute('aria-label', 'Copy ' + code.textContent.slice(0, 40));
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'copied';
      setTimeout(() => { button.textContent = 'copy'; }, 1500);
    });
    code.after(button);
  }
}

// What was typed survives a session that ended meanwhile: kept for this tab until the form was done.
const KEPT = /^(f|t)\./;
const SECRET = /secret|token|password/;

function drafts() {
  const form = document.querySelector('form[data-draft]');
  const name = 'draft ' + location.pathname;
  if (!person()) return;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('draft ') && (!form || key !== name)) sessionStorage.removeItem(key);
  }
  if (!form) return;
  form.addEventListener('submit', () => {
    const kept = [...new FormData(form)].filter(([field]) => KEPT.test(field) && !SECRET.test(field));
    sessionStorage.setItem(name, JSON.stringify({ person: person(), kept }));
    for (const button of form.querySelectorAll('button[type=submit]')) setTimeout(() => { button.disabled = true; });
  });
  const draft = JSON.parse(sessionStorage.getItem(name) || 'null');
  sessionStorage.removeItem(name);
  if (!draft || draft.person !== person() || document.querySelector('.problem')) return;
  for (const [field, value] of draft.kept) {
    for (const input of form.elements[field] instanceof RadioNodeList ? form.elements[field] : [form.elements[field]]) {
      if (!input) continue;
      if (input.type === 'checkbox' || input.type === 'radio') input.checked = input.checked || input.value === value;
      else input.value = value;
    }
  }
}

function person() {
  const link = document.querySelector('.person a');
  return link ? link.textContent : '';
}

// Pages, actions, workspaces and ids by words: Ctrl or Command and K.
let palette;
function openPalette() {
  if (!person()) return;
  if (!palette) {
    palette = document.createElement('dialog');
    palette.className = 'palette';
    palette.setAttribute('aria-label', 'Go to');
    const input = document.createElement('input');
    input.type = 'search';
    input.setAttribute('aria-label', 'Page, workspace, action or id');
    const results = document.createElement('div');
    results.className = 'results';
    results.setAttribute('aria-live', 'polite');
    palette.append(input, results);
    document.body.append(palette);
    let latest = 0;
    input.addEventListener('input', async () => {
      const mine = ++latest;
      const query = new URLSearchParams({ query: input.value, from: location.pathname });
      const response = await fetch('/console/palette?' + query, { headers: { Accept: 'text/html' } });
      if (mine === latest && response.ok && !response.redirected) results.innerHTML = await response.text();
    });
    palette.addEventListener('keydown', (event) => {
      const links = [...results.querySelectorAll('a')];
      const at = links.indexOf(document.activeElement);
      if (event.key === 'ArrowDown' && links.length) links[Math.min(at + 1, links.length - 1)].focus();
      else if (event.key === 'ArrowUp') (at > 0 ? links[at - 1] : input).focus();
      else if (event.key === 'Enter' && at < 0 && links.length) links[0].click();
      else return;
      event.preventDefault();
    });
  }
  palette.showModal();
  const input = palette.querySelector('input');
  input.value = '';
  input.dispatchEvent(new Event('input'));
  input.focus();
}

function keys(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
    event.preventDefault();
    openPalette();
  }
}

function ready(root) {
  times(root);
  copies(root);
}

ready(document);
drafts();
const focus = document.querySelector('[data-focus]');
if (focus) focus.focus();
document.addEventListener('keydown', keys);
document.addEventListener('htmx:afterSettle', (event) => { if (event.target.isConnected) ready(event.target); });
