// @ts-check
// What only the page can do for the workbench: files, the clipboard, pictures, the owner's page.
import { fileName, saveBlob } from '../takeaway/save.js';
import { linkOf } from './kept.js';
import { troubleText } from '../page/trouble.js';

/** @param {any} state */
const activeScenario = (state) => state.slots[state.active].scenario;

/** @param {import('./bench.js').Bench} bench @param {string} notice */
export const say = (bench, notice) => bench.command({ do: 'view', notice });

/** @param {string} text @returns {Promise<boolean>} */
export const toClipboard = (text) =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );

/**
 * @param {import('./bench.js').Bench} bench
 * @param {{canvas: HTMLCanvasElement, file: HTMLInputElement, isExample(): boolean, onLink(): void, onFile(text: string): void}} page
 */
export function createRequests(bench, { canvas, file, isExample, onLink, onFile }) {
  /** @param {string} what @param {string} extension */
  const nameOf = (what, extension) =>
    fileName(what, activeScenario(bench.state()).title, new Date(), extension);
  /** @param {'pdf' | 'xlsx' | 'csv'} kind */
  async function take(kind) {
    say(bench, 'Готовим файл');
    try {
      const { takeAway } = await import('./takeaways.js');
      say(bench, await takeAway(kind, activeScenario(bench.state()), { example: isExample() }));
    } catch (error) {
      say(bench, `Не получилось. ${troubleText(error)}`);
    }
  }
  const fragment = () => linkOf(bench.command({ do: 'save' }).document);
  /** @param {() => Promise<void>} work */
  const orSay = (work) => work().catch((error) => say(bench, `Не получилось. ${troubleText(error)}`));
  const show = (/** @type {string} */ text) =>
    orSay(async () => (await import('./pasted.js')).showPasted(bench, text, () => canvas.focus()));
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const text = await chosen.text();
    file.value = '';
    onFile(text);
  });
  return {
    save() {
      const { document: text } = bench.command({ do: 'save' });
      saveBlob(
        new Blob([JSON.stringify(text, null, 1)], { type: 'application/json' }),
        nameOf('Файл расчёта', 'json'),
      );
    },
    open: () => file.click(),
    link: () =>
      orSay(async () => {
        const hash = await fragment();
        history.replaceState(null, '', hash);
        onLink();
        const address = `${location.origin}/demo/${hash}`;
        const { lengthNotice } = await import('../model/links.js');
        const told = (await toClipboard(address))
          ? 'Ссылка скопирована, без имён менеджеров'
          : 'Ссылка в адресной строке: скопируйте её оттуда';
        say(bench, [told, lengthNotice(address)].filter(Boolean).join('. '));
      }),
    /** All variants on the owner's page. */
    ownerLink: async () => `${location.origin}/${await fragment()}`,
    png() {
      bench.draw();
      canvas.toBlob(
        (blob) =>
          blob ? saveBlob(blob, nameOf('Картинка расчёта', 'png')) : say(bench, 'Картинка не получилась'),
        'image/png',
      );
    },
    owner: () =>
      orSay(async () => {
        window.open(`/${await fragment()}`, '_blank', 'noopener');
      }),
    async copy() {
      const done = await toClipboard(bench.command({ do: 'copy' }).text);
      say(bench, done ? 'Таблица скопирована' : 'Нажмите Ctrl+C');
    },
    /** A pasted table as it was understood: it replaces nothing before it is accepted. */
    show,
    async paste() {
      await navigator.clipboard.readText().then(show, () => say(bench, 'Нажмите Ctrl+V'));
    },
    pdf: () => take('pdf'),
    xlsx: () => take('xlsx'),
    csv: () => take('csv'),
  };
}

/** @typedef {ReturnType<typeof createRequests>} Requests */
