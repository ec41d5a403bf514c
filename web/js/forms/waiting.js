// @ts-check
// What waits to be sent, on whatever page of the site one is: since when, sent again or copied by hand; and the number and the receipt of
// what was delivered meanwhile.

import { el } from '../page/dom.js';
import { atNextInput, kSoonMs } from './places.js';

/** @param {number} ms */
function age(ms) {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'только что';
  if (minutes < 60) return `${minutes}\u00A0мин. назад`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours}\u00A0ч назад` : `${Math.round(hours / 24)}\u00A0дн. назад`;
}

/** A request as words a person can send by hand. @param {any} body */
export function asWords({ form, name, phone, email, managers_count: managers }) {
  const kinds = /** @type {Record<string, string>} */ ({
    diagnosis: 'Разобрать мой отдел продаж',
    callback: 'Перезвоните мне',
    materials: 'Пришлите материалы',
    checklist: 'Разобрать чек-лист РОПа',
  });
  return [kinds[form] ?? form, name, phone, email, managers && `менеджеров: ${managers}`]
    .filter(Boolean)
    .join(', ');
}

/** @param {import('./outbox.js').Outbox} outbox @param {import('./queue.js').Waiting} entry */
function waitingRow(outbox, { body, at, refused }) {
  const told = el('span.note', { role: 'status' });
  const copy = async () => {
    const words = asWords(body);
    const isCopied = await navigator.clipboard.writeText(words).then(
      () => true,
      () => false,
    );
    told.textContent = isCopied ? ' Скопировано.' : ` ${words}`;
  };
  const key = body.idempotency_key;
  const left = `оставлена ${age(Date.now() - at)}`;
  const isRefused = refused !== undefined;
  return el(
    'li.states__state',
    {},
    isRefused ? `Заявка, ${left}, не принята. ${refused} ` : `Заявка ждёт отправки, ${left}. `,
    isRefused
      ? el('button.link', { type: 'button', click: () => outbox.giveUp(key) }, 'Убрать')
      : el('button.link', { type: 'button', click: () => outbox.sendNow(key) }, 'Отправить сейчас'),
    ' ',
    el('button.link', { type: 'button', click: copy }, 'Скопировать'),
    told,
  );
}

/** @param {import('./outbox.js').Outbox} outbox @param {import('./queue.js').Delivered} one */
const deliveredRow = (outbox, { number, receipt }) =>
  el(
    'li.states__state',
    {},
    `Заявка № ${number}, которая ждала связи, отправлена. `,
    el('a.link', { href: receipt }, 'Квитанция о согласии'),
    ' ',
    el('button.link', { type: 'button', click: () => outbox.forgetDelivered(number) }, 'Убрать'),
  );

/** @param {import('./outbox.js').Outbox} outbox */
export function mountWaiting(outbox) {
  const list = el('ul.states');
  const place = el('section.page', { 'data-waiting': '', 'aria-label': 'Ваши заявки', hidden: true }, list);
  const footer = document.querySelector('footer');
  if (footer) footer.before(place);
  else document.body.append(place);
  let touchedAt = -Infinity;
  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(type, ({ timeStamp }) => (touchedAt = timeStamp), { capture: true });
  }
  /** Nothing is left to tell: the place goes at once when that is the person's own doing, else at the next touch. */
  function leave() {
    place.style.visibility = 'hidden';
    const go = () => {
      place.hidden ||= place.style.visibility === 'hidden';
    };
    if (performance.now() - touchedAt < kSoonMs) go();
    else atNextInput(go);
  }
  outbox.watch(() => {
    const rows = [
      ...outbox.waiting().map((entry) => waitingRow(outbox, entry)),
      ...outbox.delivered().map((one) => deliveredRow(outbox, one)),
    ];
    if (rows.length === 0) {
      leave();
      return;
    }
    place.style.visibility = '';
    place.hidden = false;
    list.replaceChildren(...rows);
  });
}
