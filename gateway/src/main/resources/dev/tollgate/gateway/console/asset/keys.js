// Keys of pages. Single keys can be switched off in the help, for people whose voice types them (WCAG 2.1.4).
{
  const OFF = 'tollgate keys';
  const PLACES = {
    o: ['Overview', 'Tenant'], k: ['API keys'], m: ['MCP clients'], p: ['Members', 'Owners'], w: ['Webhooks'],
    d: ['Webhook deliveries'], u: ['Usage'], b: ['Billing'], a: ['Audit'], r: ['Records'], s: ['System'], t: ['Tenants'],
  };
  const HELP = [
    ['Ctrl K, ⌘ K', 'go to a page, workspace, action or id'], ['/', 'filter'], ['j, k, Enter', 'next row, row before, open'],
    ['c', 'create'], ['e', 'edit'], ['.', 'first action'], ['y', 'copy the id of the row or page'], ['?', 'this help'],
  ];

  function singleKeys() {
    try { return localStorage.getItem(OFF) !== 'off'; } catch { return true; }
  }

  function element(name, text) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  }

  function pageLinks() {
    return [...document.querySelectorAll('.side a')];
  }

  function goTo(letter) {
    const names = PLACES[letter] || [];
    for (const name of names) {
      const link = pageLinks().find((candidate) => candidate.textContent.trim() === name);
      if (link) return link.click();
    }
  }

  function rows() {
    return [...document.querySelectorAll('a.row')].filter((row) => row.offsetParent);
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))].focus();
  }

  function follow(ending) {
    const link = [...document.querySelectorAll('main .buttons a')].find((candidate) => !ending || candidate.pathname.endsWith(ending));
    if (link) link.click();
  }

  function filter() {
    const filters = document.querySelector('details.filters');
    if (filters) filters.open = true;
    const first = document.querySelector('.filters input:not([type=hidden]), .filters select, .search input');
    if (first) first.focus();
    return Boolean(first);
  }

  const ID = /[a-z][a-z_]{1,15}_[0-7][0-9a-hjkmnp-tv-z]{25}/g;
  async function copyId() {
    const row = document.activeElement.closest('a.row');
    const ids = (row ? row.pathname : location.pathname).match(ID);
    if (!ids) return;
    await navigator.clipboard.writeText(ids.at(-1));
    const said = document.querySelector('.said') || document.body.appendChild(element('p'));
    said.className = 'said';
    said.setAttribute('role', 'status');
    said.textContent = 'Copied ' + ids.at(-1);
    setTimeout(() => { said.textContent = ''; }, 2000);
  }

  let help;
  function openHelp() {
    if (!help) {
      help = element('dialog');
      help.className = 'palette help';
      help.setAttribute('aria-label', 'Keys');
      const list = element('dl');
      const known = new Set(pageLinks().map((link) => link.textContent.trim()));
      const places = Object.entries(PLACES).flatMap(([letter, names]) => names.filter((name) => known.has(name)).slice(0, 1)
        .map((name) => ['g ' + letter, name]));
      for (const [keys, words] of [...HELP, ...places]) {
        const line = element('div');
        line.append(element('dt', keys), element('dd', words));
        list.append(line);
      }
      const label = element('label', ' Single keys');
      label.className = 'choice';
      const box = element('input');
      box.type = 'checkbox';
      box.checked = singleKeys();
      box.addEventListener('change', () => {
        try { localStorage.setItem(OFF, box.checked ? 'on' : 'off'); } catch { box.checked = true; }
      });
      label.prepend(box);
      const close = element('button', 'Close');
      close.type = 'button';
      close.addEventListener('click', () => help.close());
      help.append(element('h2', 'Keys'), list, label, close);
      document.body.append(help);
    }
    help.showModal();
  }

  let afterG = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select')) return;
    if (event.key === '?') return openHelp();
    if (!singleKeys()) return;
    if (afterG && event.timeStamp - afterG < 1500) {
      afterG = 0;
      goTo(event.key);
      return;
    }
    afterG = event.key === 'g' ? event.timeStamp : 0;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'c') follow('/new');
    else if (event.key === 'e') follow('/edit');
    else if (event.key === '.') follow('');
    else if (event.key === 'y') copyId();
    else if (event.key === '/' && filter()) event.preventDefault();
  });

  const helpButton = document.querySelector('[data-keys]');
  if (helpButton) helpButton.addEventListener('click', openHelp);
}
