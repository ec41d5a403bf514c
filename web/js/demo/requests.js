// @ts-check
// What only the page can do for the workbench: files, the clipboard, pictures, the owner's page.
import { lengthNotice, linkTo } from '../model/links.js';
import { fileName, saveBlob } from '../takeaway/save.js';
import { contentOf } from './kept.js';

/** In the order of PageRequest in src/workbench/document/view.hpp. */
export const kRequests = /** @type {const} */ ([
  'saveFile',
  'openFile',
  'copyLink',
  'savePng',
  'showOwnerPage',
  'copyTable',
  'pasteTable',
  'leave',
  'savePdf',
  'saveXlsx',
  'saveCsv',
]);

/** @param {any} state */
const activeScenario = (state) => state.slots[state.active].scenario;

/**
 * @param {import('./bench.js').Bench} bench
 * @param {{canvas: HTMLCanvasElement, mirror: HTMLElement, file: HTMLInputElement, isExample(scenario: object): boolean, onLink(): void}} page
 */
export function createRequests(bench, { canvas, mirror, file, isExample, onLink }) {
  /** @param {string} notice */
  const say = (notice) => bench.command({ do: 'view', notice });
  /** @param {string} what @param {string} extension */
  const nameOf = (what, extension) =>
    fileName(what, activeScenario(bench.state()).title, new Date(), extension);
  /** @param {'pdf' | 'xlsx' | 'csv'} kind */
  async function take(kind) {
    const scenario = activeScenario(bench.state());
    say('Готовим файл');
    try {
      const { takeAway } = await import('./takeaways.js');
      say(await takeAway(kind, scenario, { example: isExample(scenario) }));
    } catch (error) {
      say(`Не получилось: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  /** @param {() => Promise<void>} work */
  const orSay = (work) =>
    work().catch((error) => say(`Не получилось: ${error instanceof Error ? error.message : String(error)}`));
  const actions = {
    saveFile() {
      const { document: text } = bench.command({ do: 'save' });
      saveBlob(
        new Blob([JSON.stringify(text, null, 1)], { type: 'application/json' }),
        nameOf('Файл расчёта', 'json'),
      );
    },
    openFile() {
      file.click();
    },
    copyLink: () =>
      orSay(async () => {
        const fragment = await linkTo(contentOf(bench.state()));
        const address = `${location.origin}/demo/${fragment}`;
        history.replaceState(null, '', fragment);
        onLink();
        const told = await navigator.clipboard.writeText(address).then(
          () => 'Ссылка скопирована, без имён менеджеров',
          () => 'Ссылка в адресной строке: скопируйте её оттуда',
        );
        say([told, lengthNotice(address)].filter(Boolean).join('. '));
      }),
    savePng() {
      bench.draw();
      canvas.toBlob(
        (blob) => (blob ? saveBlob(blob, nameOf('Картинка расчёта', 'png')) : say('Картинка не получилась')),
        'image/png',
      );
    },
    showOwnerPage: () =>
      orSay(async () => {
        window.open(`/${await linkTo(contentOf(bench.state()))}`, '_blank', 'noopener');
      }),
    async copyTable() {
      await navigator.clipboard.writeText(bench.command({ do: 'copy' }).text).then(
        () => say('Таблица скопирована'),
        () => say('Нажмите Ctrl+C'),
      );
    },
    async pasteTable() {
      await navigator.clipboard.readText().then(
        (text) => bench.command({ do: 'paste', text }),
        () => say('Нажмите Ctrl+V'),
      );
    },
    leave() {
      mirror.focus();
    },
    savePdf: () => take('pdf'),
    saveXlsx: () => take('xlsx'),
    saveCsv: () => take('csv'),
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
  bench.command({
    do: 'view',
    notice: answer.issues ? `Файл не открыт. ${answer.issues[0].message}` : 'Файл открыт',
  });
  return answer;
}
