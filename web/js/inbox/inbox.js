// @ts-check
// The inbox a little quicker to the hand: new requests appear by themselves, "/" goes to the search, j and k (or arrows) walk the list.
// Everything works without it.

const place = document.querySelector('[data-inbox]');

/** Moves the keyboard among the requests. @param {number} step */
function walk(step) {
  const links = [...document.querySelectorAll('.rq__link')];
  const at = links.indexOf(/** @type {Element} */ (document.activeElement));
  const next = /** @type {HTMLElement | undefined} */ (
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]
  );
  next?.focus();
}

document.addEventListener('keydown', (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.altKey || event.metaKey || target.closest('input, textarea, select')) return;
  const search = /** @type {HTMLElement | null} */ (document.querySelector('[data-search]'));
  if (event.key === '/' && search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'j' || event.key === 'о') {
    walk(1);
  } else if (event.key === 'k' || event.key === 'л') {
    walk(-1);
  }
});

/** The open request in the list beside it. */
function markCurrent() {
  for (const link of document.querySelectorAll('.rq__link')) {
    if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page');
  }
}
markCurrent();

/** Puts the parts of a fresh page in the place of the old ones. @param {Document} page */
function take(page) {
  for (const part of ['[data-list]', '[data-tabs]', '[data-today]']) {
    const fresh = page.querySelector(part);
    const old = document.querySelector(part);
    if (!fresh || !old) continue;
    const focused = document.activeElement?.closest(part) && document.activeElement.getAttribute('href');
    old.replaceWith(document.adoptNode(fresh));
    if (focused) /** @type {HTMLElement | null} */ (document.querySelector(`[href="${focused}"]`))?.focus();
  }
  if (document.querySelector('[data-tabs]')) document.title = page.title;
  if (document.querySelector('.rq__item')) document.querySelector('[data-empty]')?.remove();
  markCurrent();
}

/** The page once more as a document: parsed by the browser, run by nobody. */
function refresh() {
  const request = new XMLHttpRequest();
  request.responseType = 'document';
  request.open('GET', location.href);
  request.onload = () => {
    if (request.status === 200 && request.responseXML) take(request.responseXML);
  };
  request.send();
}

const kPollMs = 15_000;

/** Asks from time to time, where events do not come. @param {string} mark */
function poll(mark) {
  let seen = mark;
  setInterval(async () => {
    const answer = await fetch(`/inbox/changes?after=${encodeURIComponent(seen)}`).catch(() => null);
    if (!answer?.ok) return;
    const { mark: now } = await answer.json();
    if (now === seen) return;
    seen = now;
    refresh();
  }, kPollMs);
}

if (place) {
  const mark = place.getAttribute('data-inbox') ?? '';
  const events = new EventSource(`/inbox/events?after=${encodeURIComponent(mark)}`);
  events.addEventListener('change', refresh);
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) poll(mark);
  });
  events.addEventListener('open', () => {
    document.documentElement.dataset.live = '';
  });
}

for (const button of document.querySelectorAll('[data-copy]')) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.getAttribute('data-copy') ?? '');
    button.textContent = 'Скопировано';
  });
}
for (const button of document.querySelectorAll('[data-print]')) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener('click', () => window.print());
}

document.documentElement.dataset.ready = '';
