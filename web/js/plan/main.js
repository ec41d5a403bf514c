// @ts-check
// The plan page: loads the core and what this device knows, makes the one store, mounts each part of the page on it.

import { numbers } from '../../../assets/messages/ru.json';
import techniques from '../../../assets/techniques.json';
import { loadCore } from '../model/core.js';
import { createKept } from '../model/kept.js';
import { openMemory } from '../model/memory.js';
import { arrive } from '../offline/arrival.js';
import { onDay } from '../page/day-field.js';
import { need } from '../page/dom.js';
import { createNotice } from '../page/notice.js';
import { mountTakeaways } from '../page/takeaways.js';
import { dayAfter } from '../takeaway/calendar.js';
import { parseNumber } from '../text/parse.js';
import { knownOf } from '../model/known.js';
import { createPlanStore, noChoices } from './store.js';
import { mountPlan } from './view.js';
import { dayInYear } from '../text/days.js';
import { lastDay, nextMonday } from './words.js';
import { troubleText } from '../page/trouble.js';

/* global CORE_ADDRESS */

const kKey = 'plan';
const kNeeded = 'Нужны четыре числа: менеджеров и заявок хотя бы одно, чек и оплаты от нуля.';
const byId = new Map(techniques.techniques.map((technique) => [technique.id, technique]));

/** The checklist is large, and so is the core that reads it and the calls: they come only when there is something to read. */
async function definitionFor(/** @type {import('../model/known.js').Known} */ { checklist, calls }) {
  return checklist || calls ? (await import('../../../assets/checklist/rop.json')).default : null;
}
const coreAddress = (/** @type {import('../model/known.js').Known} */ { checklist, calls }) =>
  checklist || calls ? CORE_ADDRESS : /** @type {HTMLLinkElement} */ (need(document, '#plan-wasm')).href;

/** Names for what the evidence points at. @param {any} definition @param {any} calls */
const namesOf = (definition, calls) => ({
  areas: new Map((definition?.areas ?? []).map((/** @type {any} */ area) => [area.id, area.name])),
  items: new Map(
    (definition?.areas ?? []).flatMap((/** @type {any} */ area) =>
      area.items.map((/** @type {any} */ item) => [item.id, item.question]),
    ),
  ),
  criteria: new Map(
    (calls?.criteria ?? []).map((/** @type {any} */ criterion) => [criterion.id, criterion.name]),
  ),
});

/** Three numbers and how many paid. @param {import('./store.js').PlanStore} store @param {(message: string, undo?: () => void) => void} tell */
function mountNumbers(store, tell) {
  const form = /** @type {HTMLFormElement} */ (need(document, '[data-numbers]'));
  const issue = need(form, '[data-numbers-issue]');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    /** @type {{field: HTMLInputElement, why: string} | null} */
    let wrong = null;
    const value = (
      /** @type {string} */ name,
      /** @type {'count' | 'money'} */ kind,
      /** @type {number} */ least,
    ) => {
      const field = /** @type {HTMLInputElement} */ (need(form, `[name=${name}]`));
      const read = parseNumber(field.value, kind);
      const { whole } = field.dataset; // what is said of a part, where only whole ones count
      const isPart = whole !== undefined && read.kind === 'value' && !Number.isInteger(read.value);
      const isRight = read.kind === 'value' && read.value >= least && !isPart;
      field.removeAttribute('aria-invalid');
      if (isRight) return read.value;
      const unread = isPart ? whole : read.kind === 'bad' && numbers[read.code];
      wrong ??= { field, why: unread ? `«${field.labels?.[0].textContent}». ${unread}` : kNeeded };
      field.setAttribute('aria-invalid', 'true');
      return 0;
    };
    const [managers, leads, check, sales] = [
      value('managers', 'count', 1),
      value('leads', 'count', 1),
      value('check', 'money', 0),
      value('sales', 'count', 0),
    ];
    if (!wrong && sales > leads) {
      const field = /** @type {HTMLInputElement} */ (need(form, '[name=sales]'));
      field.setAttribute('aria-invalid', 'true');
      wrong = { field, why: 'Оплат больше, чем заявок: проверьте числа.' };
    }
    if (wrong) {
      const { field, why } = /** @type {{field: HTMLInputElement, why: string}} */ (wrong);
      issue.textContent = why;
      field.focus();
      return;
    }
    issue.textContent = '';
    const stage = {
      id: 'sale',
      name: 'Оплата',
      kind: 'payment',
      observed: { entered: Math.round(leads), passed: Math.round(sales) },
    };
    const own = {
      format: 'funnel-scenario',
      version: 1,
      managers,
      leads_per_month: leads,
      average_check: check,
      stages: [stage],
    };
    tell('План составлен. Числа остались на этом устройстве.', store.choose({ own }));
    need(document, '[data-headline]').focus();
  });
}

/** @param {import('./store.js').PlanStore} store @returns {import('../page/takeaways.js').Takeaway[]} */
function takeawaysOf(store) {
  const brand = document.documentElement.dataset.brand ?? '';
  const state = () => store.state();
  return [
    {
      id: 'pdf',
      label: 'PDF, две страницы',
      run: async () => (await import('./files/plan-pdf.js')).savePlanPdf(state(), byId, brand),
    },
    {
      id: 'xlsx',
      label: 'Excel',
      run: async () => (await import('./files/plan-xlsx.js')).savePlanXlsx(state(), byId),
    },
    {
      id: 'ics',
      label: 'В календарь',
      run: async () => (await import('./files/plan-ics.js')).savePlanCalendar(state(), byId),
    },
    {
      id: 'link',
      label: 'Ссылка',
      run: async () => {
        const { linkTo } = await import('../model/links.js');
        const address =
          location.origin + location.pathname + (await linkTo(/** @type {any} */ (state().scenario)));
        try {
          await navigator.clipboard.writeText(address);
          return 'Ссылка скопирована. В ней расчёт, из которого план составится заново; на сервер он не попал.';
        } catch {
          history.replaceState(null, '', address);
          return 'Ссылка стоит в адресной строке: скопируйте её оттуда.';
        }
      },
    },
    { id: 'print', label: 'Печать', run: () => window.print() },
  ];
}

/** @param {import('./store.js').PlanStore} store @param {(message: string, undo?: () => void) => void} tell */
async function openLink(store, tell) {
  if (!/#s\d/.test(location.hash)) return;
  const { readLink } = await import('../model/links.js');
  const linked = await readLink(location.hash);
  if (linked.kind !== 'calculation') {
    tell('Ссылка повреждена или сделана другой версией. Ваш план не тронут.');
    return;
  }
  store.openLink(linked.scenario);
  tell('План по расчёту из ссылки. Ваш собственный расчёт не тронут: откройте страницу без ссылки.');
}

/** @param {import('./store.js').PlanStore} store @param {(message: string, undo?: () => void) => void} tell */
function mountChoices(store, tell) {
  const start = /** @type {HTMLInputElement} */ (need(document, '[data-start]'));
  onDay(start, {
    take: (day) => {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      const monday = dayAfter(day, -((weekday + 6) % 7));
      start.value = monday;
      tell(`План начинается ${dayInYear(monday)}.`, store.choose({ start: monday }));
    },
    refuse: () => {
      start.value = store.state().choices.start;
      tell('Такого дня для начала нет: нужны день, месяц и год целиком, с 2024 по 2099 год.');
    },
  });
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[data-person]'));
  for (const box of boxes) {
    box.addEventListener('change', () => {
      const { people } = store.state().choices;
      store.choose({ people: { ...people, [/** @type {string} */ (box.dataset.person)]: box.checked } });
    });
  }
  need(document, '[data-do=again]').addEventListener('click', () => {
    tell('Шаги расставлены заново, отметки о сделанном остались.', store.choose({ fixed: {} }));
  });
  return (/** @type {import('./store.js').State} */ { choices, plan }) => {
    if (document.activeElement !== start) start.value = choices.start;
    for (const box of boxes) {
      box.checked = choices.people[/** @type {string} */ (box.dataset.person)] !== false;
    }
    need(document, '[data-do=again]').hidden = Object.keys(choices.fixed).length === 0;
    need(document, '[data-dates]').textContent = plan
      ? `${dayInYear(plan.start)} – ${dayInYear(lastDay(/** @type {any} */ (plan)))}`
      : '';
  };
}

async function mount() {
  const tell = createNotice(need(document, '[data-notice]'));
  const memory = await openMemory();
  const known = await knownOf(memory);
  const definition = await definitionFor(known);
  /** @type {string | null} */
  let failure = null;
  const core = await loadCore(coreAddress(known)).catch((error) => {
    failure = troubleText(error);
    return null;
  });
  const kept = createKept({ memory, key: kKey });
  const choices = { ...noChoices(nextMonday(new Date())), ...(await kept.open()) };
  kept.begin(choices);
  const store = createPlanStore({
    core,
    failure,
    known,
    techniques,
    definition,
    choices,
    keep: (value) => kept.change(value),
    trouble: troubleText,
  });
  kept.follow(({ value }) => {
    store.adopt(value);
    return value;
  });
  const plan = mountPlan(need(document, '#main'), {
    store,
    techniques: techniques.techniques,
    tell,
    names: namesOf(definition, known.calls),
  });
  const chosen = mountChoices(store, tell);
  mountNumbers(store, tell);
  mountTakeaways(need(document, '[data-takeaway]'), takeawaysOf(store), tell);
  need(document, '[data-do=calendar]').addEventListener('click', () => {
    /** @type {HTMLElement} */ (need(document, '[data-takeaway-id=ics]')).click();
  });
  need(document, '[data-do=pdf]').addEventListener('click', () => {
    /** @type {HTMLElement} */ (need(document, '[data-takeaway-id=pdf]')).click();
  });
  store.subscribe((state) => {
    plan.show(state);
    chosen(state);
  });
  await openLink(store, tell);
  if (failure) tell(failure);
  document.documentElement.dataset.ready = '';
}

arrive();
mount();
