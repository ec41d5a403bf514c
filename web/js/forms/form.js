// @ts-check
// One form on the page: sends without leaving it, shows each error beside its field, keeps what was typed whatever happens.
// Without this script the same form posts itself and the server answers with a page.

import { el } from '../page/dom.js';
import { inWords, phoneIn } from './phone.js';
import { atNextInput, givePlacesBack, hasRoom, keepPlaces, kSoonMs } from './places.js';
import { keyOfTaken } from './queue.js';
import { fieldOf, kForeign, kOffline, requestFrom } from './request.js';

/** @typedef {import('./request.js').Answer} Answer */
/** @typedef {import('./queue.js').DeviceStorage} DeviceStorage */

/** @param {HTMLElement} place @param {...(string | Node)} parts */
function say(place, ...parts) {
  const line = document.createElement('p');
  line.append(...parts);
  place.replaceChildren(line);
}

/** @param {HTMLFormElement} form */
function clearErrors(form) {
  for (const place of form.querySelectorAll('[data-error]')) place.textContent = '';
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}

/** What is typed anew is not what the message is about: it goes, and with the last one what is said of all of them. @param {HTMLFormElement} form @param {HTMLElement} status */
function forgetCorrected(form, status) {
  form.addEventListener('input', ({ target }) => {
    const field = /** @type {HTMLElement} */ (target);
    if (!field.matches('[aria-invalid]')) return;
    field.removeAttribute('aria-invalid');
    for (const place of form.querySelectorAll('[data-error]')) {
      if (place.parentElement?.contains(field)) place.textContent = '';
    }
    if (!form.querySelector('[aria-invalid]')) status.replaceChildren();
  });
}

/** Puts each message beside its field, the rest into the status, and the focus on the first wrong field. @param {HTMLFormElement} form @param {HTMLElement} status @param {Extract<Answer, {kind: 'issues'}>} answer */
function showIssues(form, status, { message, issues, again }) {
  const places = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-error]')]);
  const fields = places.map((place) => String(place.dataset.error));
  const others = [];
  for (const issue of issues) {
    const place = places[fields.indexOf(fieldOf(issue.path, fields))];
    if (!place || !hasRoom(status, place)) {
      others.push(issue.message);
      continue;
    }
    if (!place.textContent) place.textContent = issue.message;
    place.parentElement
      ?.querySelector('input:not([type=hidden]),select')
      ?.setAttribute('aria-invalid', 'true');
  }
  if (again) {
    const boxes = 'input[name=consent_processing],input[name=consent_advertising]';
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(boxes))) {
      box.checked = false;
    }
  }
  say(status, [message, ...others].join(' '));
  /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid=true]'))?.focus();
}

/** Asks for the current texts when the page was opened before they changed. @param {HTMLFormElement} form */
async function refreshDocuments(form) {
  const answer = await fetch('/api/documents')
    .then((response) => response.json())
    .catch(() => null);
  for (const { document: name, version, sha256 } of answer?.documents ?? []) {
    for (const [key, value] of [
      ['version', version],
      ['sha256', sha256],
    ]) {
      const field = /** @type {HTMLInputElement | null} */ (
        form.querySelector(`input[name=consent_${name}_${key}]`)
      );
      if (field) field.value = value;
    }
  }
}

/** 32 random hex digits; unlike randomUUID also without TLS. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** SHA-256 of the content in hex; "" where the browser has none. @param {string} content */
async function digestOf(content) {
  const bytes = await crypto.subtle?.digest('SHA-256', new TextEncoder().encode(content));
  return bytes
    ? Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
    : '';
}

/** @param {{title: string, type: string, url: string}[]} kit */
const kitList = (kit) =>
  el(
    'ul',
    {},
    ...kit.map(({ title, type, url }) =>
      el('li', {}, el('a', { href: url, download: true }, title), `, ${type}`),
    ),
  );

/** @param {string} number @param {string} receipt */
const takenParts = (number, receipt) => [
  `Заявка № ${number} принята. `,
  el('a', { href: receipt }, 'Квитанция о согласии'),
  ' (',
  el('a', { href: `${receipt}?download`, download: true }, 'скачать'),
  '): по ней согласие можно отозвать в любой момент.',
];

/** @param {string} number @param {string} receipt @param {{title: string, type: string, url: string}[]} kit */
const takenWords = (number, receipt, kit) => [
  el('p', {}, ...takenParts(number, receipt)),
  ...(kit.length > 0 ? [el('p', {}, 'Ваши файлы, ссылки действуют 30 дней:'), kitList(kit)] : []),
];

/** What is said of a request that waits. @param {Extract<Answer, {kind: 'later'}>} answer @param {boolean} kept */
function waitingText({ message, offline }, kept) {
  if (!kept) {
    return 'Сейчас отправить не получилось, и это устройство не хранит данные сайтов. Не закрывайте страницу и попробуйте ещё раз.';
  }
  return offline
    ? message
    : `${message} Заявка сохранена на этом устройстве и уйдёт сама, как только это получится.`;
}

/** The longest of what may be answered. @param {HTMLFormElement} form that says how many lines of files it opens */
function longestAnswers({ dataset }) {
  const file = { title: '', type: '', url: '' };
  const files = Array.from({ length: Number(dataset.files ?? 0) }, () => file);
  const waiting = [kOffline, kForeign].map((message) =>
    waitingText({ kind: 'later', message, after: 0, offline: false }, true),
  );
  return [el('div', {}, ...takenWords('00000', '', files)), ...waiting.map((text) => el('p', {}, text))];
}

/** Says under the phone what will be dialled, as soon as it is certain. @param {HTMLFormElement} form */
function tellPhone(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector('input[name=phone]'));
  if (!field) return;
  const place = el('p.note', { 'data-phone-said': '', role: 'status' });
  field.after(place);
  const tell = () => {
    const phone = phoneIn(field.value);
    place.textContent = phone ? inWords(phone) : '';
  };
  field.addEventListener('input', tell);
  tell();
}

/**
 * @param {HTMLFormElement} form
 * @param {{extra: () => Record<string, any>, storage: DeviceStorage, outbox: import('./outbox.js').Outbox}} options `extra` is what goes with the fields: scenario, answers, utm, referrer, page
 */
export function mountForm(form, { extra, storage, outbox }) {
  const status = /** @type {HTMLElement} */ (form.querySelector('[data-form-status]'));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
  // One key per content: a retry of the same content is the same request, a corrected form is a new one.
  let key = '';
  let keyed = '';
  tellPhone(form);
  forgetCorrected(form, status);

  /** What became of this form's request, at once or after it waited. @param {Answer} answer @param {boolean} isKept */
  async function show(answer, isKept) {
    clearErrors(form);
    if (answer.kind === 'later') {
      say(status, waitingText(answer, isKept));
      return;
    }
    if (answer.kind === 'taken') {
      status.replaceChildren(...takenWords(answer.number, answer.receipt, answer.kit));
      form.dataset.sent = '';
      return;
    }
    showIssues(form, status, answer);
    if (answer.again) await refreshDocuments(form);
    key = '';
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    say(status, 'Отправляем…');
    const slow = setTimeout(() => keepPlaces(form, status, longestAnswers(form)), kSoonMs);
    try {
      const draft = requestFrom(new FormData(form), { key: '', ...extra() });
      const content = JSON.stringify(draft);
      const digest = await digestOf(content);
      if (!key || keyed !== content) key = keyOfTaken(storage, digest, Date.now()) || newKey();
      keyed = content;
      await outbox.send({ body: { ...draft, idempotency_key: key }, digest }, show);
    } finally {
      clearTimeout(slow);
      atNextInput(() => givePlacesBack(form, status));
      button.removeAttribute('aria-disabled');
    }
  });
}
