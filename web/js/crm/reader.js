// @ts-check
// The page's side of the worker: questions and answers, progress, and an end to anything that takes too long.

import { DealsError, loadDeals } from '../model/deals.js';

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

/** @param {{worker: string, wasm: string}} addresses */
export function createReader({ worker: workerAddress, wasm }) {
  const script = scriptAddress(workerAddress);
  /** @type {ReturnType<typeof loadDeals> | null} */
  let loading = null;
  /** @type {Worker | null} */
  let worker = null;
  let last = 0;
  /** @type {Map<number, {give: (result: any) => void, fail: (error: Error) => void, progress?: (progress: Progress) => void}>} */
  const asked = new Map();

  /** @param {Error} why */
  function end(why) {
    worker?.terminate();
    worker = null;
    const all = [...asked.values()];
    asked.clear();
    for (const { fail } of all) fail(why);
  }

  /** @param {MessageEvent} event */
  function hear({ data: { id, progress, result, cancelled, failed } }) {
    const one = asked.get(id);
    if (!one) return;
    if (progress) {
      one.progress?.(progress);
      return;
    }
    asked.delete(id);
    if (cancelled) one.fail(new Stopped());
    else if (failed) one.fail(new DealsError(failed));
    else one.give(result);
  }

  function started() {
    if (worker) return worker;
    worker = new Worker(script, { type: 'module' });
    worker.addEventListener('message', hear);
    worker.addEventListener('error', (event) => end(new DealsError(kFailed, event.message)));
    return worker;
  }

  /** @returns {ReturnType<typeof loadDeals>} */
  function module() {
    loading ??= loadDeals(wasm);
    loading.catch(() => {
      loading = null;
    });
    return loading;
  }

  /**
   * @param {Json} message without its id
   * @param {(progress: Progress) => void} [progress]
   * @returns {Promise<any>} rejects with Stopped, or with DealsError whose message is for people
   */
  async function ask(message, progress) {
    const whole = kWithModule.has(message.do) ? { ...message, module: await module() } : message;
    last += 1;
    const id = last;
    return new Promise((give, fail) => {
      asked.set(id, { give, fail, progress });
      started().postMessage({ ...whole, id });
    });
  }

  return {
    /** Loads what the first file will need, starts the worker and lets it run once. */
    prepare() {
      started();
      ask({ do: 'warm' }).catch(() => {}); // what fails here fails again with the file, and is told then
    },
    ask,
    /** Ends whatever is being done; the next file begins anew. */
    stop: () => end(new Stopped()),
  };
}

/** @typedef {ReturnType<typeof createReader>} Reader */
