// A page that is seen is told which topics change, and reads its parts again as its person: hints have no data.
{
  const REST_MS = 2000;
  const AGAIN_MS = 30000;

  const main = document.querySelector('main[data-live]');
  const state = document.querySelector('[data-live-state]');
  const shown = new Map();
  let source = null;
  let ended = false;
  let running = false;
  let last = 0;
  let timer = 0;

  const parts = () => [...document.querySelectorAll('[data-part]')];

  function tell(words) {
    state.hidden = !words;
    state.textContent = words;
  }

  // What somebody types or has marked is not taken away under their hands.
  function busy() {
    const active = document.activeElement;
    const marked = getSelection();
    return document.querySelector('dialog[open]') !== null || parts().some((part) =>
      (part.contains(active) && active.matches('input, textarea, select'))
      || (marked && !marked.isCollapsed && part.contains(marked.anchorNode)));
  }

  function replace(part, next) {
    if (shown.get(part.id) === next.innerHTML) return;
    shown.set(part.id, next.innerHTML);
    const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    const open = [...part.querySelectorAll('details')].map((details) => details.open);
    part.replaceWith(document.adoptNode(next));
    next.querySelectorAll('details').forEach((details, at) => { details.open = open[at] ?? details.open; });
    ready(next);
    if (focused) {
      const link = [...next.querySelectorAll('a')].find((one) => one.getAttribute('href') === focused);
      if (link) link.focus({ preventScroll: true });
    }
  }

  async function refresh() {
    timer = 0;
    if (!source) return;
    if (running || busy()) {
      later(REST_MS);
      return;
    }
    running = true;
    last = Date.now();
    try {
      const headers = { Accept: 'text/html', 'Tollgate-Refresh': 'live' };
      const response = await fetch(location.href, { headers, redirect: 'error', signal: AbortSignal.timeout(AGAIN_MS) });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (busy()) return later(REST_MS);
      for (const part of parts()) {
        const next = page.getElementById(part.id);
        if (next) replace(part, next);
      }
    } catch {
      // The next hint, or the next stream, tries again.
    } finally {
      running = false;
    }
  }

  function later(soonest) {
    if (!timer) timer = setTimeout(refresh, Math.max(soonest, last + REST_MS - Date.now()));
  }

  function close(words) {
    if (source) source.close();
    source = null;
    clearTimeout(timer);
    timer = 0;
    tell(words);
  }

  function open() {
    if (ended || source || document.hidden) return;
    const topics = new Set(main.dataset.live.split(' '));
    source = new EventSource('/console/live?' + new URLSearchParams({ at: location.pathname }));
    source.addEventListener('open', () => tell('live'));
    source.addEventListener('ready', () => later(0)); // for what changed before the stream began
    source.addEventListener('hint', (event) => {
      if (topics.has(JSON.parse(event.data).topic)) later(0);
    });
    source.addEventListener('end', () => {
      ended = true;
      close('not live');
    });
    source.addEventListener('error', () => {
      if (source && source.readyState === EventSource.CLOSED) {
        close('not live');
        setTimeout(open, AGAIN_MS);
      } else {
        tell('connecting');
      }
    });
  }

  if (main && person()) {
    document.addEventListener('visibilitychange', () => document.hidden ? close('') : open());
    addEventListener('pagehide', () => close(''));
    addEventListener('pageshow', open);
    open();
  }
}
