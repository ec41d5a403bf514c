// @ts-check
// A story's "примерить на мою воронку": the share's relative change on the calculation kept on this device, counted by the core, and
// the way to open it. The calculation itself is not touched. Everything else of the page works without this.

import { loadCore } from '../model/core.js';
import { linkTo } from '../model/links.js';
import { readCalculation } from '../model/calculations.js';
import { openMemory } from '../model/memory.js';
import { el, need } from '../page/dom.js';
import { arrive } from '../offline/arrival.js';
import { tried } from './try-on.js';
import { troubleText } from '../page/trouble.js';

/* global CORE_ADDRESS */

const kNothing =
  'На этом устройстве ещё нет ваших чисел. Введите менеджеров, заявки, чек и оплаты на первой странице, и вернитесь сюда.';

/** @param {HTMLElement} place */
async function answer(place) {
  const memory = await openMemory();
  const kept = await readCalculation(memory);
  memory.close();
  if (!kept || kept.example) return [el('p', {}, kNothing)];
  const core = await loadCore(CORE_ADDRESS);
  const now = core.evaluate(kept.draft, { distribution: false });
  if (!('report' in now)) {
    return [
      el('p', {}, 'В вашем расчёте есть поле с ошибкой. Исправьте его на первой странице, и вернитесь сюда.'),
    ];
  }
  const state = /** @type {any} */ ({ ...kept, scenario: kept.draft, report: now.report, current: true });
  const { stages, sentences } = tried(core, state, {
    kind: place.dataset.stage ?? '',
    uplift: Number(place.dataset.uplift),
    company: place.dataset.company ?? '',
  });
  if (!stages) return sentences(state).map((text) => el('p', {}, text));
  const scenario = { ...kept.draft, stages };
  const after = core.evaluate(scenario, { distribution: false });
  if (!('report' in after)) return [el('p', {}, after.issues[0].message)];
  return [
    ...sentences({ ...state, report: after.report }).map((text) => el('p', {}, text)),
    el(
      'p',
      {},
      el('a.link', { href: `/${await linkTo(scenario)}` }, 'Открыть в расчёте; ваш останется на месте'),
    ),
  ];
}

/** @param {HTMLElement} place */
function mount(place) {
  const button = /** @type {HTMLButtonElement} */ (need(place, '[data-try]'));
  const told = need(place, '[data-try-told]');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      told.replaceChildren(...(await answer(place)));
    } catch (error) {
      told.replaceChildren(el('p', {}, troubleText(error)));
    }
    button.disabled = false;
  });
}

const place = /** @type {HTMLElement | null} */ (document.querySelector('[data-try-place]'));
if (place) mount(place);
arrive();
document.documentElement.dataset.ready = '';
