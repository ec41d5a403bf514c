// @ts-check
// What only the page can do for the workbench: files, the clipboard, pictures, the owner's page.
import { encodeLink } from '../link.js';

/** In the order of PageRequest in src/workbench/view.hpp. */
export const kRequests = /** @type {const} */ (['saveFile', 'openFile', 'copyLink', 'savePng', 'showOwnerPage', 'copyTable', 'pasteTable', 'leave']);

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name from the scenario's title. @param {any} state @param {string} extension */
function fileName(state, extension) {
  const title = state.slots[state.active].scenario.title.replace(/[^\p{L}\p{N} _-]/gu, '').trim().slice(0, 60);
  return `${title || 'расчёт'}.${extension}`;
}

/** @param {any} state */
const activeScenario = (state) => state.slots[state.active].scenario;

/**
 * @param {import('./bench.js').Bench} bench
 * @param {{canvas: HTMLCanvasElement, mirror: HTMLElement, file: HTMLInputElement}} parts
 */
export function createRequests(bench, { canvas, mirror, file }) {
  /** @param {string} notice */
  const say = (notice) => bench.command({ do: 'view', notice });
  const link = () => `${location.origin}/demo/${encodeLink(activeScenario(bench.state()))}`;
  const actions = {
    saveFile() {
      const { document: text } = bench.command({ do: 'save' });
      download(new Blob([JSON.stringify(text, null, 1)], { type: 'application/json' }), fileName(bench.state(), 'json'));
    },
    openFile() {
      file.click();
    },
    async copyLink() {
      const address = link();
      history.replaceState(null, '', new URL(address).hash);
      await navigator.clipboard.writeText(address).then(() => say('Ссылка скопирована'), () => say('Ссылка в адресной строке: скопируйте её оттуда'));
    },
    savePng() {
      const name = fileName(bench.state(), 'png');
      bench.draw();
      canvas.toBlob((blob) => (blob ? download(blob, name) : say('Картинка не получилась')), 'image/png');
    },
    showOwnerPage() {
      window.open(`/${encodeLink(activeScenario(bench.state()))}`, '_blank', 'noopener');
    },
    async copyTable() {
      await navigator.clipboard.writeText(bench.command({ do: 'copy' }).text).then(() => say('Таблица скопирована'), () => say('Нажмите Ctrl+C'));
    },
    async pasteTable() {
      await navigator.clipboard.readText().then((text) => bench.command({ do: 'paste', text }), () => say('Нажмите Ctrl+V'));
    },
    leave() {
      mirror.focus();
    },
  };
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const text = await chosen.text();
    file.value = '';
    openText(bench, text);
  });
  return actions;
}

/** @param {import('./bench.js').Bench} bench @param {string} text of a file */
export function openText(bench, text) {
  let answer;
  try {
    answer = bench.command({ do: 'open', document: JSON.parse(text) });
  } catch {
    answer = { issues: [{ message: 'Это не файл расчёта' }] };
  }
  bench.command({ do: 'view', notice: answer.issues ? `Файл не открыт. ${answer.issues[0].message}` : 'Файл открыт' });
  return answer;
}
