// @ts-check
/**
 * A CRM's export in the page: loads deals.wasm and speaks to it. The only file that sees its memory. Runs in the worker of /crm/
 * (crm/worker.js), so that the page answers while a large file is read.
 *
 * Shapes are those of deals.md. Every answer is an object that holds either what was asked for or `issues`, a list of
 * `{path, code, message}`. A call never gives half a result: if the module fails it throws DealsError, and the file must be read again.
 *
 * Bytes are copied into the module, results are copied out; views of its memory are made anew for every call, because the memory may
 * have grown and an old view would then be empty.
 */

/** @typedef {{path: string, code: string, message: string, texts?: {text: string, count: number}[]}} Issue */
/** @typedef {Record<string, any>} Json a JSON object as deals.md describes it */
/**
 * What was asked for, or why not.
 * @template T
 * @typedef {(T & {issues?: undefined}) | ({issues: Issue[]} & {[K in keyof T]?: undefined})} Answer
 */
/** @typedef {{from: string, to: string}} Period days of creation, "2026-03-09", inclusive */
/** @typedef {{today: string, as_of?: string | null, mapping?: Json | null, horizon_days?: number | null}} Request */

/** @typedef {WebAssembly.Module} DealsModule deals.wasm, compiled */

const ABI_VERSION = 1;

const LOAD_FAILED = 'Чтение выгрузок не загрузилось. Проверьте связь и обновите страницу.';
const CALL_FAILED =
  'Чтение прервалось: браузеру не хватило памяти. Закройте другие вкладки или выгрузите сделки за меньший срок.';

/** Why there is no result. `message` is for people, `cause` for developers. */
export class DealsError extends Error {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(message);
    this.name = 'DealsError';
    this.cause = cause;
  }
}

/** What the module asks of its host: nothing but to know that memory grew, and to end when it cannot go on. */
const imports = {
  env: { emscripten_notify_memory_growth() {} },
  wasi_snapshot_preview1: {
    /** @param {number} code */
    proc_exit(code) {
      throw new Error(`deals.wasm ended with ${code}`);
    },
  },
};

/** A module of its own for one file: memory of a file that was closed goes with it. */
export class DealsFile {
  /** @type {Record<string, any> | null} exports; null after a trap or close() */
  #exports;
  /** @type {number} */
  #file = 0;
  /** @type {number} */
  #buffer = 0;
  #bufferSize = 0;

  /**
   * @param {WebAssembly.Module} module compiled deals.wasm
   * @param {{mapping?: Json | null, rows?: boolean}} [options] `rows`: the bytes come from rowsAsText
   */
  constructor(module, { mapping = null, rows = false } = {}) {
    const instance = new WebAssembly.Instance(module, imports);
    this.#exports = /** @type {Record<string, any>} */ (instance.exports);
    this.#exports._initialize?.();
    if (this.#exports.funnel_deals_abi_version() !== ABI_VERSION) {
      throw new DealsError(
        'Страница обновилась не целиком. Обновите её ещё раз.',
        'deals.wasm of another version',
      );
    }
    this.#guard((exports) => {
      const options = copyIn(exports, JSON.stringify({ mapping, rows }));
      this.#file = exports.funnel_deals_open(options);
      exports.funnel_deals_free(options);
    });
  }

  /**
   * @param {Uint8Array} bytes the next piece of the file
   * @returns {boolean} false when no more is wanted: finish, and the proposal says why
   */
  feed(bytes) {
    return this.#guard((exports) => {
      if (bytes.length > this.#bufferSize) {
        if (this.#buffer) exports.funnel_deals_free(this.#buffer);
        this.#buffer = exports.funnel_deals_alloc(bytes.length);
        this.#bufferSize = bytes.length;
      }
      new Uint8Array(exports.memory.buffer).set(bytes, this.#buffer);
      return exports.funnel_deals_feed(this.#file, this.#buffer, bytes.length) === 1;
    });
  }

  /** The file has no more bytes. */
  finish() {
    this.#guard((exports) => {
      exports.funnel_deals_finish(this.#file);
      if (this.#buffer) exports.funnel_deals_free(this.#buffer);
      this.#buffer = 0;
      this.#bufferSize = 0;
    });
  }

  /** How the file was understood. @returns {Answer<{proposal: Json}>} */
  proposal() {
    return this.#ask('funnel_deals_proposal');
  }

  /** @param {Request & {months?: number}} request @returns {Answer<{report: Json, ripens_later: number | null, idle_texts: string[]}>} */
  report(request) {
    return this.#ask('funnel_deals_report', request);
  }

  /**
   * @param {Request & {before: Period, after: Period, agreement?: Json | null, file_sha256?: string, file_bytes?: number}} request
   * @returns {Answer<{growth: Json}>}
   */
  growth(request) {
    return this.#ask('funnel_deals_growth', request);
  }

  /**
   * The text both sides sign, and its SHA-256.
   * @param {Request & {before: Period, after: Period, min_deals?: number, fee: Json}} request
   * @returns {Answer<{agreement: string, sha256: string}>}
   */
  agreement(request) {
    return this.#ask('funnel_deals_agreement', request);
  }

  /** Lets the memory go. */
  close() {
    this.#exports = null;
  }

  /** @param {string} name @param {Json} [request] @returns {any} */
  #ask(name, request) {
    return this.#guard((exports) => {
      const text = request === undefined ? 0 : copyIn(exports, JSON.stringify(request));
      const result = request === undefined ? exports[name](this.#file) : exports[name](this.#file, text);
      const answer = JSON.parse(copyOut(exports, result));
      exports.funnel_deals_free(result);
      if (text) exports.funnel_deals_free(text);
      return answer;
    });
  }

  /**
   * @template Result
   * @param {(exports: Record<string, any>) => Result} call
   * @returns {Result}
   */
  #guard(call) {
    if (!this.#exports) throw new DealsError(CALL_FAILED, 'the file is closed');
    try {
      return call(this.#exports);
    } catch (cause) {
      // The instance may be anywhere in its work: never use it again, nor its memory.
      this.#exports = null;
      throw new DealsError(CALL_FAILED, cause);
    }
  }
}

/** The SHA-256 of a file that comes in pieces. */
export class FileSum {
  /** @type {Record<string, any>} */
  #exports;
  /** @type {number} */
  #sum;

  /** @param {WebAssembly.Module} module compiled deals.wasm */
  constructor(module) {
    this.#exports = /** @type {Record<string, any>} */ (new WebAssembly.Instance(module, imports).exports);
    this.#exports._initialize?.();
    this.#sum = this.#exports.funnel_deals_sum_open();
  }

  /** @param {Uint8Array} bytes */
  feed(bytes) {
    if (bytes.length === 0) return;
    const at = this.#exports.funnel_deals_alloc(bytes.length);
    new Uint8Array(this.#exports.memory.buffer).set(bytes, at);
    this.#exports.funnel_deals_sum_feed(this.#sum, at, bytes.length);
    this.#exports.funnel_deals_free(at);
  }

  /** 64 hexadecimal digits. The sum is over. @returns {string} */
  close() {
    return copyOut(this.#exports, this.#exports.funnel_deals_sum_close(this.#sum));
  }
}

/**
 * Rows of a workbook or a paste as the bytes DealsFile takes with `rows: true`. Dates come as ISO text.
 * @param {Iterable<readonly unknown[]>} rows
 * @returns {Uint8Array}
 */
export function rowsAsText(rows) {
  const lines = [];
  for (const row of rows) {
    lines.push(row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(','));
  }
  return new TextEncoder().encode(lines.join('\n'));
}

/**
 * @param {string | URL} url of deals.wasm
 * @returns {Promise<WebAssembly.Module>}
 * @throws {DealsError} when it cannot be fetched or compiled
 */
export async function loadDeals(url) {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw new DealsError(LOAD_FAILED, cause);
  }
}

/**
 * @param {Record<string, any>} exports
 * @param {string} text
 * @returns {number} address of the NUL-terminated copy
 */
function copyIn(exports, text) {
  // A NUL would end the text early; JSON never needs a raw one.
  const bytes = new TextEncoder().encode(text.replaceAll('\0', ' '));
  const at = exports.funnel_deals_alloc(bytes.length + 1);
  const heap = new Uint8Array(exports.memory.buffer);
  heap.set(bytes, at);
  heap[at + bytes.length] = 0;
  return at;
}

/**
 * @param {Record<string, any>} exports
 * @param {number} at of NUL-terminated UTF-8
 * @returns {string}
 */
function copyOut(exports, at) {
  const heap = new Uint8Array(exports.memory.buffer);
  return new TextDecoder().decode(heap.subarray(at, heap.indexOf(0, at)));
}
