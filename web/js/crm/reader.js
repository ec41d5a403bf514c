// @ts-check
// The page's side of the worker: questions and answers, progress, and an end to anything that takes too long.

import { DealsError, loadDeals } from '../model/deals.js';
import { loadedOnce } from './loaded.js';

/** @typedef {Record<string, any>} Json */
/** @typedef {{read: number, size: number}} Progress */

/** The person has stopped it. */
export class Stopped extends Error {}

const kFailed =
  'Чтение прервалось: браузеру не хватило памяти. Закройте другие вкладки или выгрузите сделки за меньший срок.';

/** Trusted types want their own kind of address. @param {string} address */
function scriptAddress(address) {
  const factory = /** @type {any} */ (window).trustedTypes;
  return factory
    ? factory
        .createPolicy('crm-worker', { createScriptURL: (/** @type {string} */ url) => url })
        .createScriptURL(address)
    : address;
}

/** What the worker needs the compiled reader for. */
const kWithModule = new Set(['open', 'warm']);

/**
 * What reads one file: a worker of its own, which holds that file until it is ended.
 * @param {() => Worker} start @param {() => ReturnType<typeof loadDeals>} module
 */
function createHold(start, module) {
  /** @type {Worker | null} */
  let worker = null;
  let isOver = false;
  let last = 0;
  /** @type {Map<number, {give: (result: any) => void, fail: (error: Error) => void, progress?: (progress: Progress) => void}>} */
  const asked = new Map();

  /** @param {Error} why */
  function end(why) {
    worker?.terminate();
    worker = null;
    isOver = true;
    const all = [...asked.values()];
    asked.clear();
    for (const { fail } of all) fail(why);
  }

  /** @param {MessageEvent} event */
  function hear({ data: { id, progress, result, failed } }) {
    const one = asked.get(id);
    if (!one) return;
    if (progress) {
      one.progress?.(progress);
      return;
    }
    asked.delete(id);
    if (failed) one.fail(new DealsError(failed));
    else one.give(result);
  }

  function started() {
    if (worker) return worker;
    worker = start();
    worker.addEventListener('message', hear);
    worker.addEventListener('error', (event) => end(new DealsError(kFailed, event.message)));
    return worker;
  }

  return {
    /**
     * @param {Json} message without its id
     * @param {(progress: Progress) => void} [progress]
     * @returns {Promise<any>} rejects with Stopped, or with DealsError whose message is for people
     */
    async ask(message, progress) {
      const whole = kWithModule.has(message.do) ? { ...message, module: await module() } : message;
      if (isOver) throw new Stopped();
      last += 1;
      const id = last;
      return new Promise((give, fail) => {
        asked.set(id, { give, fail, progress });
        started().postMessage({ ...whole, id });
      });
    },
    started,
    /** Ends whatever is being done and lets the file go. */
    end: () => end(new Stopped()),
  };
}

/** @typedef {ReturnType<typeof createHold>} Hold */

/** @param {{worker: string, wasm: string}} addresses */
export function createReader({ worker, wasm }) {
  const script = scriptAddress(worker);
  /** @type {Hold | null} */
  let prepared = null;
  const module = loadedOnce(() => loadDeals(wasm));
  const create = () => createHold(() => new Worker(script, { type: 'module' }), module);

  return {
    /** Loads what the first file will need, starts its worker and lets it run once. */
    prepare() {
      if (prepared) return;
      prepared = create();
      prepared.started();
      prepared.ask({ do: 'warm' }).catch(() => {}); // what fails here fails again with the file, and is told then
    },
    /** What reads the next file. A file that is open stays in its own. @returns {Hold} */
    next() {
      const hold = prepared ?? create();
      prepared = null;
      return hold;
    },
  };
}

/** @typedef {ReturnType<typeof createReader>} Reader */
