// @ts-check
// Loads the workbench module and speaks to it: text in, text out. The only file that sees its memory.

/** @typedef {{command(request: object): any, state(): any, draw(): void, wake(): void, typing(): number, clipboard(text: string): void,
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
 * @param {HTMLCanvasElement} canvas
 * @param {object} scenario to begin with
 * @param {{files: Record<string, string>, onChange(): void, onRequest(request: number): void, onCopy(text: string): void}} page
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
      onRequest: page.onRequest,
      onCopy: page.onCopy,
      /** @param {WebAssembly.Imports} imports @param {(instance: WebAssembly.Instance) => void} done */
      instantiateWasm(imports, done) {
        WebAssembly.instantiateStreaming(program, imports).then(({ instance }) => done(instance), reject);
        return {};
      },
    }).then(resolve, reject);
  });
  const started = withBytes(module, new Uint8Array(letters), (at) =>
    withText(module, JSON.stringify(scenario), (text) =>
      module._workbench_start(at, letters.byteLength, text),
    ),
  );
  if (!started) throw new Error('WebGL2');
  return {
    command: (request) =>
      withText(module, JSON.stringify(request), (at) =>
        JSON.parse(module.UTF8ToString(module._workbench_command(at))),
      ),
    state: () => JSON.parse(module.UTF8ToString(module._workbench_state())),
    clipboard: (text) => withText(module, text, (at) => module._workbench_clipboard(at)),
    draw: () => module._workbench_draw_now(),
    wake: () => module._workbench_wake(),
    typing: () => module._workbench_typing(),
    resize: (width, height, ratio) => module._workbench_resize(width, height, ratio),
    contextLost: () => module._workbench_context_lost(),
    contextRestored: () => module._workbench_context_restored(),
    frames: () => module._workbench_frames(),
    heapBytes: () => module._workbench_heap_bytes(),
    lastFrameMs: () => module._workbench_last_frame_ms(),
  };
}
