// Sends a call of the app plane with a key that its person pasted: from here to /v1, and nowhere else.
{
  const BODY_CHARS_MAX = 100000;
  const HEADERS = [
    ['Charge', 'Tollgate-Charge-Micros', dollars],
    ['Balance', 'Tollgate-Balance-Micros', dollars],
    ['Budget left', 'Tollgate-Budget-Remaining-Micros', dollars],
    ['Rate limit', 'RateLimit', (text) => text],
    ['Credential ends', 'Tollgate-Credential-Expires', (text) => text],
  ];

  function dollars(micros) {
    const amount = BigInt(micros);
    const whole = amount < 0n ? -amount : amount;
    const rest = String(whole % 1000000n).padStart(6, '0').replace(/0{1,4}$/, '');
    return (amount < 0n ? '-$' : '$') + whole / 1000000n + '.' + rest;
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function link(text, url) {
    const made = element('a', text);
    made.href = url;
    return made;
  }

  function row(list, name, value) {
    const line = document.createElement('div');
    const shown = document.createElement('dd');
    shown.append(value);
    line.append(element('dt', name), shown);
    list.append(line);
  }

  // Laid out, unless that would change a number.
  function pretty(text) {
    try {
      const tree = JSON.parse(text);
      return JSON.stringify(tree) === text ? JSON.stringify(tree, null, 2) : text;
    } catch {
      return text;
    }
  }

  function code(text) {
    try {
      const found = JSON.parse(text).code;
      return /^[a-z_]{1,64}$/.test(found) ? found : null;
    } catch {
      return null;
    }
  }

  function show(answer, play, response, text, millis) {
    const list = document.createElement('dl');
    row(list, 'Status', String(response.status));
    const problem = response.ok ? null : code(text);
    if (problem) row(list, 'Problem', link(problem, '/docs/errors/' + problem));
    const id = response.headers.get('X-Request-Id');
    if (id) row(list, 'Request', play.dataset.requests ? link(id, play.dataset.requests + encodeURIComponent(id)) : id);
    for (const [name, header, words] of HEADERS) {
      const value = response.headers.get(header);
      if (value !== null) row(list, name, words(value));
    }
    row(list, 'Took', Math.round(millis) + ' ms');
    const body = element('pre', pretty(text).slice(0, BODY_CHARS_MAX));
    body.tabIndex = 0;
    answer.replaceChildren(element('h3', 'Answer'), list, body);
  }

  const play = document.querySelector('[data-play]');
  if (play) {
    const key = play.querySelector('#credential');
    const button = play.querySelector('button');
    const fault = play.querySelector('[data-play-fault]');
    const answer = play.querySelector('[data-play-answer]');
    const call = () => document.querySelector('[data-call]');
    const settle = () => { button.disabled = !call(); };
    const refuse = (words) => { fault.textContent = words; fault.hidden = !words; };

    settle();
    document.addEventListener('htmx:afterSettle', settle);
    addEventListener('pagehide', () => { key.value = ''; });
    button.addEventListener('click', async () => {
      const { method, path, body, idempotencyKey } = call().dataset;
      const url = new URL(path, location.origin);
      const secret = key.value.trim();
      if (url.origin !== location.origin || !url.pathname.startsWith('/v1/')) return refuse('This is no call of the app plane.');
      if (!/^[\x21-\x7e]+$/.test(secret)) return refuse('Paste an API key.');
      refuse('');
      const headers = { Authorization: 'Bearer ' + secret };
      if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
      if (body !== undefined) headers['Content-Type'] = 'application/json';
      const started = performance.now();
      button.disabled = true;
      let response;
      let text;
      try {
        response = await fetch(url, {
          method, headers, body, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer',
        });
        text = await response.text();
      } catch {
        return refuse('No answer came. Send it again: the same request takes effect once.');
      } finally {
        settle();
      }
      show(answer, play, response, text, performance.now() - started);
    });
  }
}
