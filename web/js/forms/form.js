// @ts-check
// One form on the page: sends without leaving it, shows each error beside its field, keeps what was typed whatever happens.
// Without this script the same form posts itself and the server answers with a page.

import { forget, keep, waitingIn } from './queue.js';
import { answerFrom, fieldOf, requestFrom } from './request.js';

/** @typedef {import('./request.js').Answer} Answer */
/** @typedef {import('./queue.js').DeviceStorage} DeviceStorage */

/** @param {any} body @returns {Promise<Answer>} */
export async function send(body) {
  let response;
  try {
    response = await fetch('/api/leads', { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) });
  } catch {
    return answerFrom(0, null);
  }
  const json = await response.json().catch(() => null);
  return answerFrom(response.status, json, response.headers.get('retry-after'));
}

/** @param {HTMLElement} place @param {...(string | Node)} parts */
function say(place, ...parts) {
  const line = document.createElement('p');
  line.append(...parts);
  place.replaceChildren(line);
}

/** @param {string} text @param {string} href */
function link(text, href) {
  const a = document.createElement('a');
  a.href = href;
  a.textContent = text;
  return a;
}

/** @param {HTMLFormElement} form */
function clearErrors(form) {
  for (const place of form.querySelectorAll('[data-error]')) place.textContent = '';
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}

/** Puts each message beside its field, the rest into the status, and the focus on the first wrong field. @param {HTMLFormElement} form @param {HTMLElement} status @param {Extract<Answer, {kind: 'issues'}>} answer */
function showIssues(form, status, { message, issues, again }) {
  const places = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-error]')]);
  const fields = places.map((place) => String(place.dataset.error));
  const others = [];
  for (const issue of issues) {
    const place = places[fields.indexOf(fieldOf(issue.path, fields))];
    if (!place) {
      others.push(issue.message);
      continue;
    }
    if (!place.textContent) place.textContent = issue.message;
    place.parentElement?.querySelector('input:not([type=hidden]),select')?.setAttribute('aria-invalid', 'true');
  }
  if (again) for (const box of form.querySelectorAll('input[name=consent_processing],input[name=consent_advertising]')) /** @type {HTMLInputElement} */ (box).checked = false;
  say(status, [message, ...others].join(' '));
  /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid=true]'))?.focus();
}

/** Asks for the current texts when the page was opened before they changed. @param {HTMLFormElement} form */
async function refreshDocuments(form) {
  const answer = await fetch('/api/documents').then((response) => response.json()).catch(() => null);
  for (const { document: name, version, sha256 } of answer?.documents ?? []) {
    for (const [key, value] of [['version', version], ['sha256', sha256]]) {
      const field = /** @type {HTMLInputElement | null} */ (form.querySelector(`input[name=consent_${name}_${key}]`));
      if (field) field.value = value;
    }
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {{extra: () => Record<string, any>, storage: DeviceStorage}} options `extra` is what goes with the fields: scenario, answers, utm, referrer, page
 */
export function mountForm(form, { extra, storage }) {
  const status = /** @type {HTMLElement} */ (form.querySelector('[data-form-status]'));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
  // One key per content: a retry of the same content is the same request, a corrected form is a new one.
  let key = '';
  let keyed = '';

  /** @param {Answer} answer @param {any} body */
  async function show(answer, body) {
    clearErrors(form);
    if (answer.kind === 'taken') {
      forget(storage, body.idempotency_key, Date.now());
      say(status, `Заявка № ${answer.number} принята. `, link('Квитанция о согласии', answer.receipt), ': по ней согласие можно отозвать в любой момент.');
      form.dataset.sent = '';
      return;
    }
    if (answer.kind === 'issues') {
      showIssues(form, status, answer);
      if (answer.again) await refreshDocuments(form);
      key = '';
      return;
    }
    const kept = keep(storage, body, Date.now());
    say(status, kept ? answer.message : 'Сейчас отправить не получилось, и это устройство не хранит данные сайтов. Не закрывайте страницу и попробуйте ещё раз.');
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    const draft = requestFrom(new FormData(form), { key: '', ...extra() });
    const content = JSON.stringify(draft);
    if (!key || keyed !== content) key = crypto.randomUUID();
    keyed = content;
    const body = { ...draft, idempotency_key: key };
    say(status, 'Отправляем…');
    try {
      await show(await send(body), body);
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
}

/** Sends what waits on this device; tells `taken` of each that has arrived. @param {DeviceStorage} storage @param {(number: string, receipt: string) => void} taken */
export async function sendWaiting(storage, taken) {
  for (const { body } of waitingIn(storage, Date.now())) {
    const answer = await send(body);
    if (answer.kind === 'later') return;
    forget(storage, body.idempotency_key, Date.now());
    if (answer.kind === 'taken') taken(answer.number, answer.receipt);
  }
}
