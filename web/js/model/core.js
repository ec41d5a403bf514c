// @ts-check
/**
 * The sales model in the page: loads core.wasm and speaks to it. The only file that sees its memory.
 *
 * Shapes are those of the model document: plain objects, money in roubles, rates as ratios 0..1. Every call answers with an object
 * that holds either what was asked for or `issues`, a list of `{path, code, message}`: a JSON Pointer, a code, and a Russian
 * sentence for the person who typed. A call never returns half a result: if the module fails, it throws CoreError and the next
 * call starts a fresh instance.
 *
 * Arguments are copied into the module, results are copied out; views of its memory are made anew after every call,
 * because the memory may have grown and an old view would then be empty.
 */

/** @typedef {{path: string, code: string, message: string}} Issue */
/** @typedef {Record<string, any>} Json a JSON object as model.md describes it */
/**
 * What was asked for, or why not.
 * @template T
 * @typedef {(T & {issues?: undefined}) | ({issues: Issue[]} & {[K in keyof T]?: undefined})} Answer
 */

const ABI_VERSION = 1;

const LOAD_FAILED =
  'Расчёт не загрузился. Проверьте связь и обновите страницу; если не поможет, оставьте заявку, и мы посчитаем вместе.';
const CALL_FAILED = 'Расчёт прервался. Введённое сохранено: измените любое поле, и он начнётся заново.';

/** Why there is no result. `message` is for people, `cause` for developers. */
export class CoreError extends Error {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(message);
    this.name = 'CoreError';
    this.cause = cause;
  }
}

/** What the module asks of its host: nothing but to know that memory grew, and to end when it cannot go on. */
const imports = {
  env: { emscripten_notify_memory_growth() {} },
  wasi_snapshot_preview1: {
    /** @param {number} code */
    proc_exit(code) {
      throw new Error(`core.wasm ended with ${code}`);
    },
  },
};

export class Core {
  /** @type {WebAssembly.Module} */
  #module;
  /** @type {Record<string, any> | null} exports of the live instance; null after a trap */
  #exports = null;

  /** @param {WebAssembly.Module} module compiled core.wasm */
  constructor(module) {
    this.#module = module;
    this.#live();
  }

  /**
   * @param {Json} scenario
   * @param {{distribution?: boolean}} [options] `distribution: false` is quick and leaves uncertainty.revenue and goal_probability null
   * @returns {Answer<{report: Json}>}
   */
  evaluate(scenario, { distribution = true } = {}) {
    return this.#call(distribution ? 'funnel_evaluate' : 'funnel_evaluate_quick', [JSON.stringify(scenario)]);
  }

  /**
   * The complete scenario with defaults filled in.
   * @param {Json | string} document an object, or text of any origin
   * @returns {Answer<{scenario: Json}>}
   */
  read(document) {
    return this.#call('funnel_read', [typeof document === 'string' ? document : JSON.stringify(document)]);
  }

  /**
   * @param {Json} a
   * @param {Json} b
   * @returns {Answer<{comparison: Json}>} issue paths begin with /a or /b
   */
  compare(a, b) {
    return this.#call('funnel_compare', [JSON.stringify(a), JSON.stringify(b)]);
  }

  /**
   * @param {Json} answers `funnel-checklist` document
   * @param {Json} definition `funnel-checklist-definition` document
   * @param {Json | null} [scenario] for the money of weak areas
   * @returns {Answer<{checklist: Json}>}
   */
  checklist(answers, definition, scenario = null) {
    const money = scenario ? JSON.stringify(scenario) : '';
    return this.#call('funnel_checklist', [JSON.stringify(answers), JSON.stringify(definition), money]);
  }

  /**
   * Targets that raise the overall conversion `uplift` times (≥ 1), every stage by the same factor, or as far as it goes.
   * @param {Json} scenario
   * @param {number} uplift
   * @returns {Answer<{scenario: Json, uplift: number, reached: boolean}>}
   */
  targetsFromUplift(scenario, uplift) {
    return this.#call('funnel_targets_from_uplift', [JSON.stringify(scenario)], uplift);
  }

  /**
   * The targets a page assumes until the owner sets his own: every lead worked, then every conversion up to `uplift` times the whole.
   * @param {Json} scenario
   * @param {number} uplift ≥ 1
   * @returns {Answer<{scenario: Json, uplift: number}>} `uplift` as it was reached
   */
  defaultTargets(scenario, uplift) {
    return this.#call('funnel_default_targets', [JSON.stringify(scenario)], uplift);
  }

  /**
   * Plain facts of the report, dearest first: codes and numbers, sentences are the page's.
   * @param {Json} scenario
   * @returns {Answer<{findings: Json[]}>}
   */
  findings(scenario) {
    return this.#call('funnel_findings', [JSON.stringify(scenario)]);
  }

  /**
   * The fragment of a link, "#s2.…". Only in the whole module (core.wasm).
   * @param {Json} document a scenario, or a `funnel-link` document with several variants
   * @param {{names?: boolean}} [options] names: with the managers' names
   * @returns {Answer<{link: string}>}
   */
  link(document, { names = false } = {}) {
    return this.#call('funnel_link', [JSON.stringify(document)], names ? 1 : 0);
  }

  /**
   * What a link holds, whatever stands around it. Only in the whole module (core.wasm).
   * @param {string} text a fragment, an address, a message
   * @returns {Answer<{read: Json}>} state: none, intact, damaged, newer; intact: variants, active, scenario
   */
  readLink(text) {
    return this.#call('funnel_read_link', [text]);
  }

  /**
   * What a pasted table means, and what of it was left out. Only in the whole module (core.wasm).
   * @param {string} text from the clipboard
   * @param {'managers' | 'stages'} expected what the place wants; a table that looks like the other kind is not taken
   * @returns {{paste: Json}} kind, managers, stages, leads, notes (src/core/json/paste_json.hpp)
   */
  readPaste(text, expected) {
    return this.#call('funnel_read_paste', [text], expected === 'stages' ? 1 : 0);
  }

  /**
   * What one manager does in a month, a week, a working day.
   * @param {Json} scenario
   * @returns {Answer<{decomposition: Json}>}
   */
  decompose(scenario) {
    return this.#call('funnel_decompose', [JSON.stringify(scenario)]);
  }

  /**
   * What one more point of the whole conversion is worth a month: of a funnel of one stage that every lead enters.
   * @param {Record<string, any>} scenario leads and check @param {Record<string, any>} stage its conversion, or what was observed
   * @returns {number | null}
   */
  pointOfAll(scenario, stage) {
    const { format, version, managers, leads_per_month, average_check } = scenario;
    const whole = { format, version, managers, leads_per_month, average_check };
    const { report } = /** @type {any} */ (
      this.evaluate({ ...whole, stages: [{ id: 'all', name: 'Все', ...stage }] }, { distribution: false })
    );
    return report?.levers.find((/** @type {{id: string}} */ { id }) => id === 'all')?.per_point ?? null;
  }

  /**
   * The curve of next month's revenue, highest point 1.
   * @param {Json} scenario
   * @param {number} [points] 2..2000
   * @returns {Answer<{distribution: Json}>}
   */
  distribution(scenario, points = 120) {
    return this.#call('funnel_distribution', [JSON.stringify(scenario)], points);
  }

  /**
   * What calls tell (calls.md, "Report"). In core.wasm and calls.wasm.
   * @param {Json} document `funnel-calls`
   * @param {{before: {from: string, to: string}, after: {from: string, to: string}} | null} [periods] to compare; issue paths begin with /periods
   * @returns {Answer<{calls_report: Json}>}
   */
  calls(document, periods = null) {
    return this.#call('funnel_calls', [JSON.stringify(document), periods ? JSON.stringify(periods) : '']);
  }

  /**
   * How many calls to listen to, to know a share to ± width. In core.wasm and calls.wasm.
   * @param {number} share 0..1
   * @param {number} width 0 excluded, up to 1
   * @returns {Answer<{calls_needed: number}>}
   */
  callsNeeded(share, width) {
    return this.#call('funnel_calls_needed', [], share, width);
  }

  /**
   * What to do first, who and when (plan.md). In core.wasm; without checklist and calls in plan.wasm, too. Issue paths begin with the document's name.
   * @param {{scenario: Json, techniques: Json, definition: Json | null, checklist?: Json | null, calls?: Json | null, options?: Json}} documents
   *   `options`: {start, people, fixed}
   * @returns {Answer<{plan: Json, order: {by_money_only: boolean, steps_money: number, techniques: {technique: string, money: number, need: number}[]}}>}
   */
  plan({ scenario, techniques, definition, checklist = null, calls = null, options = {} }) {
    if (!checklist && !calls) {
      return this.#call(
        'funnel_plan_by_money',
        [scenario, techniques, options].map((document) => JSON.stringify(document)),
      );
    }
    const texts = [scenario, techniques, definition, checklist, calls, options];
    return this.#call(
      'funnel_plan',
      texts.map((document) => (document ? JSON.stringify(document) : '')),
    );
  }

  /** Exports of a working instance, started anew after a trap. */
  #live() {
    if (!this.#exports) {
      const instance = new WebAssembly.Instance(this.#module, imports);
      const exports = /** @type {Record<string, any>} */ (instance.exports);
      exports._initialize?.();
      if (exports.funnel_abi_version() !== ABI_VERSION) {
        throw new CoreError(
          'Страница обновилась не целиком. Обновите её ещё раз.',
          'core.wasm of another version',
        );
      }
      this.#exports = exports;
    }
    return this.#exports;
  }

  /**
   * @param {string} name exported function
   * @param {string[]} texts its text arguments
   * @param {...number} numbers and the numbers after them
   * @returns {any} parsed result
   */
  #call(name, texts, ...numbers) {
    const exports = this.#live();
    /** @type {number[]} */
    const owned = [];
    try {
      for (const text of texts) owned.push(copyIn(exports, text));
      const result = exports[name](...owned, ...numbers);
      owned.push(result);
      return JSON.parse(copyOut(exports, result));
    } catch (cause) {
      // The instance may be anywhere in its work: never use it again, nor its memory.
      this.#exports = null;
      owned.length = 0;
      throw new CoreError(CALL_FAILED, cause);
    } finally {
      for (const pointer of owned) exports.funnel_free(pointer);
    }
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * @param {Record<string, any>} exports
 * @param {string} text
 * @returns {number} address of the NUL-terminated copy
 */
function copyIn(exports, text) {
  // A NUL would end the text early; JSON never needs a raw one.
  const bytes = encoder.encode(text.replaceAll('\0', ' '));
  const pointer = exports.funnel_alloc(bytes.length + 1);
  const heap = new Uint8Array(exports.memory.buffer);
  heap.set(bytes, pointer);
  heap[pointer + bytes.length] = 0;
  return pointer;
}

/**
 * @param {Record<string, any>} exports
 * @param {number} pointer of NUL-terminated UTF-8
 * @returns {string}
 */
function copyOut(exports, pointer) {
  const heap = new Uint8Array(exports.memory.buffer);
  return decoder.decode(heap.subarray(pointer, heap.indexOf(0, pointer)));
}

/**
 * @param {string | URL} url of core.wasm
 * @returns {Promise<Core>}
 * @throws {CoreError} when it cannot be fetched, compiled or started
 */
export async function loadCore(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return new Core(await WebAssembly.compile(await response.arrayBuffer()));
  } catch (cause) {
    throw cause instanceof CoreError ? cause : new CoreError(LOAD_FAILED, cause);
  }
}

/**
 * For tests and tools that have the bytes already.
 * @param {BufferSource} bytes of core.wasm
 * @returns {Promise<Core>}
 */
export async function coreFromBytes(bytes) {
  return new Core(await WebAssembly.compile(bytes));
}
