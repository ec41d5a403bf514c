// @ts-check
// What this device keeps for the site, in words, and all of it gone: every record of every page, what waits to be sent, small marks.

import { plural } from '../text/format.js';

const kOurs = /^(?:funnel\.|_?ym)/;
/** Kinds of records by the beginning of their key, as people call them. @type {[RegExp, [string, string, string]][]} */
const kKinds = [
  [/^calculation/, ['расчёт', 'расчёта', 'расчётов']],
  [/^month:/, ['сохранённый месяц', 'сохранённых месяца', 'сохранённых месяцев']],
  [/^meeting:/, ['встреча с РОПом', 'встречи с РОПом', 'встреч с РОПом']],
  [/^calls$/, ['лист звонков', 'листа звонков', 'листов звонков']],
  [/^plan$/, ['план', 'плана', 'планов']],
  [/^call:/, ['созвон рабочего стола', 'созвона рабочего стола', 'созвонов рабочего стола']],
  [/^crm\./, ['запись о выгрузке из CRM', 'записи о выгрузках из CRM', 'записей о выгрузках из CRM']],
];

/** @returns {Storage[]} */
function storages() {
  const found = [];
  for (const name of /** @type {const} */ (['localStorage', 'sessionStorage'])) {
    try {
      found.push(window[name]);
    } catch {
      // Where the browser forbids it nothing is kept there.
    }
  }
  return found;
}

/** Requests that were left and not sent yet, and numbers of sent ones. @param {import('../model/memory.js').Stored[]} records */
function requestsOf(records) {
  /** @type {any[]} */
  let waiting = [];
  try {
    waiting = JSON.parse(localStorage.getItem('funnel.requests.v1') ?? '[]');
  } catch {
    // Nothing readable waits there.
  }
  const keys = new Set(waiting.map(({ body }) => body?.idempotency_key).filter(Boolean));
  for (const { key, value } of records) {
    if (key.startsWith('request:') && value?.body) keys.add(key.slice('request:'.length));
  }
  return keys.size;
}

/** @param {import('../model/memory.js').Memory} memory @returns {Promise<{what: string[], waiting: number}>} */
export async function keptHere(memory) {
  const records = await memory.list('').catch(() => []);
  const what = kKinds.flatMap(([pattern, words]) => {
    const count = records.filter(({ key }) => pattern.test(key)).length;
    return count > 0 ? [`${count}\u00A0${plural(count, ...words)}`] : [];
  });
  return { what, waiting: requestsOf(records) };
}

/** @param {import('../model/memory.js').Memory} memory @returns {Promise<boolean>} false when something would not go */
export async function eraseAll(memory) {
  const isGone = await memory.eraseAll();
  for (const storage of storages()) {
    for (const key of Object.keys(storage).filter((name) => kOurs.test(name))) storage.removeItem(key);
  }
  return isGone;
}
