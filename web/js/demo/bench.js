// @ts-check
// Loads the workbench module and speaks to it: text in, text out. The only file that sees its memory.
import { useLetters } from './letters.js';
import { isTyped, kKeys, kRequests } from './names.js';

/** @typedef {{command(request: object): any, state(): any, draw(): void, wake(): void, settle(): import('./names.js').Keys, finish(): void, grips(): number, scroll(pixels: number): void, clipboard(text: string): void,
 *   resize(width: number, height: number, ratio: number): void, contextLost(): void, contextRestored(): void,
 *   frames(): number, heapBytes(): number, lastFrameMs(): number}} Bench */

/** A text in the module's memory for the length of one call. @param {any} module @param {string} text @param {(at: number) => any} use */
function withText(module, text, use) {
  const bytes = module.lengthBytesUTF8(text) + 1;
  const at = module._malloc(bytes);
  try {
    module.stringToUTF8(text, at, bytes);
    return use(at);
  } finally {
    module._free(at);
  }
}

/** @param {any} module @param {Uint8Array} bytes @param {(at: number) => any} use */
function withBytes(module, bytes, use) {
  const at = module._malloc(bytes.length);
  try {
    module.HEAPU8.set(bytes, at);
    return use(at);
  } finally {
    module._free(at);
  }
}

/**
 * What the module listens to on the window and the document while it starts, it hears only when it may: keys belong to whatever has the
 * focus, a wheel to what is under the pointer.
 * @template T @param {HTMLCanvasElement} canvas @param {(event: Event) => boolean} hears @param {() => T} start @returns {T}
 */
function hearingOnly(canvas, hears, start) {
  /** @param {any} target @param {(type: string) => ((event: Event) => boolean) | null} filterOf */
  function filtered(target, filterOf) {
    const add = target.addEventListener;
    target.addEventListener = (
      /** @type {string} */ type,
      /** @type {any} */ listener,
      /** @type {any} */ capture,
    ) => {
      const filter = filterOf(type);
      const options = { capture: Boolean(capture), passive: false };
      if (filter) {
        add.call(target, type, (/** @type {Event} */ event) => filter(event) && listener(event), options);
      } else add.call(target, type, listener, capture);
    };
    return () => {
      target.addEventListener = add;
    };
  }
  const restore = [
    filtered(window, (type) => (type.startsWith('key') ? hears : null)),
    filtered(document, (type) => (type === 'wheel' ? ({ target }) => target === canvas : null)),
  ];
  try {
    return start();
  } finally {
    for (const undo of restore) undo();
  }
}

/** Also from a server that calls the file by a wrong type. @param {Promise<Response>} program @param {WebAssembly.Imports} imports */
async function instantiate(program, imports) {
  const response = await program;
  if (!response.ok) throw new Error(`workbench: ${response.status}`);
  const again = response.clone();
  try {
    return (await WebAssembly.instantiateStreaming(response, imports)).instance;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return (await WebAssembly.instantiate(await again.arrayBuffer(), imports)).instance;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} scenario to begin with
 * @param {{files: Record<string, string>, onChange(revision: number, provisional: boolean): void, onRequest(request: import('./names.js').Request): void, onCopy(text: string): void, hears(event: Event): boolean}} page
 * @returns {Promise<Bench>} rejects when a file does not load or the browser has no WebGL2
 */
export async function loadBench(canvas, scenario, page) {
  const program = fetch(page.files['/workbench/workbench.wasm']);
  const [{ default: createModule }, letters] = await Promise.all([
    import(page.files['/workbench/workbench.js']),
    fetch(page.files['/workbench/letters.bin']).then((response) => {
      if (!response.ok) throw new Error(`letters: ${response.status}`);
      return response.arrayBuffer();
    }),
  ]);
  const module = await new Promise((resolve, reject) => {
    createModule({
      canvas,
      onChange: page.onChange,
      onRequest: (/** @type {number} */ request) => page.onRequest(kRequests[request]),
      onCopy: page.onCopy,
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} done */
      instantiateWasm(imports, done) {
        instantiate(program, imports).then(done, reject);
        return {};
      },
    }).then(resolve, reject);
  });
  const fonts = await useLetters(letters);
  const started = hearingOnly(canvas, page.hears, () =>
    withBytes(module, fonts, (at) =>
      withText(module, JSON.stringify(scenario), (text) => module._workbench_start(at, fonts.length, text)),
    ),
  );
  if (!started) throw new Error('WebGL2');
  const command = (/** @type {object} */ request) =>
    withText(module, JSON.stringify(request), (at) =>
      JSON.parse(module.UTF8ToString(module._workbench_command(at))),
    );
  const settle = () => kKeys[module._workbench_settle()];
  return {
    command,
    settle,
    /** Takes what is being typed, as Enter would: whoever typed it does something else now. */
    finish() {
      if (!isTyped(settle())) return;
      command({ do: 'finish' });
      settle();
    },
    state: () => JSON.parse(module.UTF8ToString(module._workbench_state())),
    clipboard: (text) => withText(module, text, (at) => module._workbench_clipboard(at)),
    draw: () => module._workbench_draw_now(),
    wake: () => module._workbench_wake(),
    grips: () => module._workbench_grips(),
    scroll: (pixels) => module._workbench_scroll(pixels),
    resize: (width, height, ratio) => module._workbench_resize(width, height, ratio),
    contextLost: () => module._workbench_context_lost(),
    contextRestored: () => module._workbench_context_restored(),
    frames: () => module._workbench_frames(),
    heapBytes: () => module._workbench_heap_bytes(),
    lastFrameMs: () => module._workbench_last_frame_ms(),
  };
}
