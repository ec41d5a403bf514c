// @ts-check
// What /demo/ begins with, and the calls it keeps on this device: one record of the site's memory per call, {client, created, document,
// notes, next}. Two tabs with the same call show the same; a reload opens the call of the tab, a new tab the last one.
import { createKept } from '../model/kept.js';
import { devicePointer, movePointer, openMemory } from '../model/memory.js';

const kPrefix = 'call:';
const kOfTab = 'funnel.call';

/** @typedef {{id: string, at: string, text: string}} Note */
/** @typedef {{client: string, created: string, document: any, notes: Note[], next: {text: string, date: string}, plan?: Record<string, any>, origin?: import('../model/origin.js').Origin}} Call plan: what was decided with the client about it; origin: where its first numbers came from */
/** A call as this device has it. @typedef {{key: string, savedAt: string, call: Call}} KeptCall */

export const kExample = {
  format: 'funnel-scenario',
  version: 1,
  title: 'Пример: отдел из семи',
  managers: 7,
  leads_per_month: 2400,
  average_check: 180000,
  capacity_leads_per_manager: 300,
  gross_margin: 0.35,
  check_spread: 0.4,
  history_months: 3,
  stages: [
    { id: 'contact', name: 'Дозвон', kind: 'contact', conversion: 0.82, target_conversion: 0.9 },
    { id: 'qual', name: 'Квалификация', kind: 'qualification', conversion: 0.5, target_conversion: 0.55 },
    { id: 'meet', name: 'Встреча', kind: 'meeting', conversion: 0.4, target_conversion: 0.5 },
    { id: 'pay', name: 'Оплата', kind: 'payment', conversion: 0.22, target_conversion: 0.3 },
  ],
  target: { capacity_leads_per_manager: 360 },
  goal_revenue: 25000000,
  ramp: { months: 12, starts_month: 2, full_month: 6, sales_cycle_months: 1 },
  fee: { per_month: 300000, growth_share: 0.1 },
};

export const kBlank = {
  format: 'funnel-scenario',
  version: 1,
  title: '',
  managers: 1,
  leads_per_month: 0,
  average_check: 0,
  stages: [
    { id: 'contact', name: 'Дозвон', kind: 'contact', conversion: 1 },
    { id: 'qualification', name: 'Квалификация', kind: 'qualification', conversion: 1 },
    { id: 'meeting', name: 'Встреча', kind: 'meeting', conversion: 1 },
    { id: 'payment', name: 'Оплата', kind: 'payment', conversion: 1 },
  ],
};

const kTrouble = {
  damaged: 'Ссылка повреждена, расчёт из неё не прочитать',
  newer: 'Ссылка сделана более новой версией: обновите страницу',
  refused: 'Расчёт в ссылке не принят',
  failed: 'Ссылку не удалось прочитать: проверьте связь и обновите страницу',
};

/**
 * What a link holds as a document of the workbench, or what is wrong with it; neither when there is no link.
 * @param {string} fragment location.hash @returns {Promise<{document: any, trouble: string}>}
 */
export async function linked(fragment) {
  if (!fragment) return { document: null, trouble: '' };
  const { mayHoldLink, readLink } = await import('../model/links.js');
  if (!mayHoldLink(fragment)) return { document: null, trouble: '' };
  const link = await readLink(fragment).catch(() => ({ kind: /** @type {const} */ ('failed') }));
  if (link.kind === 'none') return { document: null, trouble: '' };
  if (link.kind !== 'calculation') return { document: null, trouble: kTrouble[link.kind] };
  const variants = link.variants.map(({ name, scenario }, i) => ({
    id: i + 1,
    name: name || (i ? `Вариант ${i + 1}` : 'Как есть'),
    named: Boolean(name),
    from: 0,
    scenario,
  }));
  return {
    document: { format: 'funnel-workbench', version: 2, active: link.active, baseline: null, variants },
    trouble: '',
  };
}

/** The link to all variants of a saved document. @param {any} document @returns {Promise<string>} the fragment */
export async function linkOf({ variants, active }) {
  const { linkTo } = await import('../model/links.js');
  return linkTo({
    variants: variants.map((/** @type {any} */ { name, scenario }) => ({ name, scenario })),
    active,
  });
}

/** @param {any} document @returns {Call} */
export const freshCall = (document) => ({
  client: '',
  created: new Date().toISOString(),
  document,
  notes: [],
  next: { text: '', date: '' },
});

const ofTab = {
  read() {
    try {
      return sessionStorage.getItem(kOfTab);
    } catch {
      return null;
    }
  },
  /** @param {string} key */
  write(key) {
    try {
      sessionStorage.setItem(kOfTab, key);
    } catch {
      // Then a reload opens the call this device had open last.
    }
  },
};

/** @param {import('../model/kept.js').Status} status */
function statusText({ saved, why }) {
  if (saved) return 'Сохранено на этом устройстве';
  return why === 'full'
    ? 'Место на устройстве кончилось: сохраните файл'
    : 'Браузер ничего не хранит: сохраните файл';
}

/** The calls of this device as they lie there, whichever is in hand. @param {import('../model/memory.js').Memory} memory */
const callsIn = (memory) => ({
  /** The latest first. @returns {Promise<KeptCall[]>} */
  async list() {
    const records = await memory.list(kPrefix);
    return records
      .map((record) => ({ key: record.key, savedAt: record.savedAt, call: record.value }))
      .sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  },
  /** @param {string} gone */
  remove: (gone) => memory.remove(gone),
  /** @param {Record<string, Call>} calls by their keys @returns {Promise<number>} how many were new or newer */
  async add(calls) {
    let added = 0;
    for (const [name, value] of Object.entries(calls)) {
      if (!name.startsWith(kPrefix) || !Array.isArray(value?.notes) || !value.document) continue;
      const there = await memory.read(name);
      const written = await memory.write(name, value, there?.version ?? 0);
      if (written.kind === 'written') added += 1;
    }
    return added;
  },
});

/**
 * The calls of this device, and the one in hand.
 * @param {{show(call: Call, isOther: boolean): void, say(status: string): void}} page isOther: it was not in hand before
 */
export async function openCalls({ show, say }) {
  const memory = await openMemory();
  const onDevice = callsIn(memory);
  /** @type {import('../model/kept.js').Kept | null} */
  let kept = null;
  let key = '';
  /** @type {Call} */
  let call = freshCall(null);

  /** @param {string} wanted */
  function hold(wanted) {
    kept?.close();
    key = wanted;
    kept = createKept({ memory, key });
    kept.follow(({ value }) => {
      call = value;
      show(call, false);
      return call;
    });
    kept.watchStatus((status) => say(statusText(status)));
    return kept;
  }

  function remember() {
    ofTab.write(key);
    movePointer(/** @type {any} */ ({ call: key }));
  }

  /** @param {string} wanted @returns {Promise<boolean>} whether there is such a call */
  async function open(wanted) {
    const stored = await hold(wanted).open();
    if (!stored) return false;
    call = stored;
    remember();
    show(call, true);
    return true;
  }

  /** @param {Call} fresh */
  async function begin(fresh) {
    await hold(`${kPrefix}${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`).open();
    kept?.begin(fresh);
    call = fresh;
    show(call, true);
  }

  /** @param {Partial<Call>} part */
  function change(part) {
    call = { ...call, ...part };
    remember();
    kept?.change(call);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') kept?.look();
  });

  return {
    open,
    begin,
    change,
    call: () => call,
    key: () => key,
    /** The call this tab had, or the device; the latest where neither is known, as after a browser was killed. @returns {Promise<boolean>} */
    async reopen() {
      const pointer = /** @type {any} */ (devicePointer());
      const latest = pointer?.call ? undefined : (await this.list())[0]?.key;
      for (const wanted of [ofTab.read(), pointer?.call, latest]) {
        if (typeof wanted === 'string' && wanted.startsWith(kPrefix) && (await open(wanted))) return true;
      }
      return false;
    },
    /** All calls, the latest first. @returns {Promise<KeptCall[]>} */
    async list() {
      await kept?.settled();
      return onDevice.list();
    },
    remove: onDevice.remove,
    add: onDevice.add,
  };
}

/** @typedef {Awaited<ReturnType<typeof openCalls>>} Calls */
