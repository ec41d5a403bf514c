// @ts-check
// The counter of visits, in builds whose assets/site.json names one: nothing of it is asked for before the visitor agrees, both
// answers weigh the same, the answer is kept on this device and can be changed at the foot of every page.

import { el } from '../page/dom.js';

/* global METRICA_ID */

const kKey = 'funnel.analytics.v1';
const kScript = 'https://mc.yandex.ru/metrika/tag.js';

/** @returns {'yes' | 'no' | null} */
function answerKept() {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? 'null');
    return kept?.id === METRICA_ID && (kept.answer === 'yes' || kept.answer === 'no') ? kept.answer : null;
  } catch {
    return null;
  }
}

/** @param {'yes' | 'no'} answer */
function keep(answer) {
  try {
    localStorage.setItem(kKey, JSON.stringify({ id: METRICA_ID, answer, at: new Date().toISOString() }));
  } catch {
    // Nothing is kept here: the question comes again with the next page, and nothing is loaded without an answer.
  }
}

/** Without recordings of sessions and maps of clicks: visits and where they came from. */
function load() {
  const page = /** @type {any} */ (window);
  page.ym ??= (/** @type {any[]} */ ...call) => (page.ym.a ??= []).push(call);
  page.ym.l = Date.now();
  page.ym(METRICA_ID, 'init', {
    webvisor: false,
    clickmap: false,
    trackLinks: true,
    accurateTrackBounce: true,
  });
  const policy = page.trustedTypes?.createPolicy('analytics', {
    createScriptURL: (/** @type {string} */ address) => address,
  });
  const script = document.createElement('script');
  script.async = true;
  script.src = policy ? policy.createScriptURL(kScript) : kScript;
  document.head.append(script);
}

/** Takes back: what the counter left on this device goes, and the page comes again without it. */
function forget() {
  for (const cookie of document.cookie.split('; ')) {
    const [name] = cookie.split('=');
    if (/^_?ym/.test(name)) {
      for (const domain of ['', `; domain=.${location.hostname}`]) {
        document.cookie = `${name}=; max-age=0; path=/${domain}`;
      }
    }
  }
  for (const key of Object.keys(localStorage)) if (/^_?ym/.test(key)) localStorage.removeItem(key);
  location.reload();
}

/** @param {HTMLElement} opener what the focus returns to */
function ask(opener) {
  if (document.querySelector('[data-analytics]')) return;
  const answered = (/** @type {'yes' | 'no'} */ answer) => {
    const before = answerKept();
    keep(answer);
    bar.remove();
    opener.focus({ preventScroll: true });
    if (answer === 'yes' && before !== 'yes') load();
    if (answer === 'no' && before === 'yes') forget();
  };
  const bar = el(
    'section.counter',
    { 'data-analytics': '', 'aria-label': 'Счётчик посещений' },
    el(
      'p.counter__text',
      {},
      'Можно считать посещения Яндекс Метрикой? Она узнает, какие страницы вы открыли и откуда пришли, но не ваши числа. Без согласия ничего не загружается. ',
      el('a', { href: '/privacy/' }, 'Политика'),
    ),
    el(
      'div.counter__answers',
      {},
      el(
        'button.counter__answer',
        { type: 'button', 'data-answer': 'yes', click: () => answered('yes') },
        'Согласен',
      ),
      el(
        'button.counter__answer',
        { type: 'button', 'data-answer': 'no', click: () => answered('no') },
        'Не согласен',
      ),
    ),
  );
  document.body.append(bar);
}

const again = el(
  'button.link',
  {
    type: 'button',
    'data-do': 'analytics',
    click: () => {
      ask(again);
      /** @type {HTMLElement | null} */ (document.querySelector('[data-analytics] button'))?.focus();
    },
  },
  'Счётчик посещений',
);
document.querySelector('.footer__links')?.append(el('li', {}, again));

if (answerKept() === 'yes') load();
else if (answerKept() === null) ask(again);
