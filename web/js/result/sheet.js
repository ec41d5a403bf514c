// @ts-check
// The page that puts together what the others keep on this device, hands it over as one document, and takes it all away when asked.

import { openMemory } from '../model/memory.js';
import { wholeCore } from '../model/whole-core.js';
import { arrive } from '../offline/arrival.js';
import { need } from '../page/dom.js';
import { createNotice } from '../page/notice.js';
import { troubleText } from '../page/trouble.js';
import { plural } from '../text/format.js';
import { eraseAll, keptHere } from './erase.js';
import { gather, isEmpty } from './gathered.js';
import { kParts, showMap } from './view.js';

/** @typedef {import('./gathered.js').Gathered} Gathered */
/** @typedef {import('../model/memory.js').Memory} Memory */

/** The head as the page was written is that of an empty device; what already stands is not painted again. */
function createHead() {
  const headline = need(document, '[data-headline]');
  const lede = need(document, '[data-lede]');
  const empty = [headline.textContent ?? '', lede.textContent ?? ''];
  return (/** @type {Gathered} */ gathered) => {
    const known = kParts.filter(({ tell }) => tell(gathered) !== null).map(({ name }) => name);
    const none = isEmpty(gathered);
    const words = none
      ? empty
      : [
          'Карта роста',
          `Собрано из того, что вы посчитали: ${known.join(', ')}. Одним PDF не больше шести страниц.`,
        ];
    [headline, lede].forEach((place, i) => {
      if (place.textContent !== words[i]) place.textContent = words[i];
    });
    need(document, '[data-acts]').hidden = none;
  };
}

/** @param {Memory} memory */
async function showKept(memory) {
  const { what, waiting } = await keptHere(memory);
  need(document, '[data-erase-what]').textContent =
    what.length === 0 && waiting === 0
      ? 'На этом устройстве сайт ничего не хранит.'
      : `Здесь хранится: ${what.join(', ') || 'только заявки'}.`;
  /** @type {HTMLElement} */ (need(document, '[data-do=ask]')).hidden = what.length === 0 && waiting === 0;
  const unsent =
    waiting > 0
      ? `${waiting}\u00A0${plural(waiting, 'заявка ждёт', 'заявки ждут', 'заявок ждут')} отправки: мы ${plural(waiting, 'её', 'их', 'их')} уже не получим. `
      : '';
  need(document, '[data-erase-warning]').textContent =
    `${unsent}Расчёты, встречи, звонки, план, созвоны и ответы на вопросы сайта удалятся с этого устройства. Другие вкладки сайта начнутся заново. Уже отправленных заявок это не касается: их отзывают по квитанции.`;
}

/** @param {Memory} memory @param {(message: string) => void} tell @param {() => Promise<void>} again */
function mountErase(memory, tell, again) {
  const sure = need(document, '[data-erase-sure]');
  const ask = need(document, '[data-do=ask]');
  const close = () => {
    sure.hidden = true;
    ask.focus();
  };
  ask.addEventListener('click', () => {
    sure.hidden = false;
    /** @type {HTMLElement} */ (need(sure, '[data-do=keep]')).focus();
  });
  need(sure, '[data-do=keep]').addEventListener('click', close);
  sure.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  need(sure, '[data-do=erase]').addEventListener('click', async () => {
    const isGone = await eraseAll(memory);
    sure.hidden = true;
    await again();
    need(document, '[data-headline]').focus();
    tell(
      isGone
        ? 'Всё удалено с этого устройства.'
        : 'Удалилось не всё: браузер не дал. Очистите данные сайта в его настройках.',
    );
  });
}

async function start() {
  const tell = createNotice(need(document, '[data-notice]'));
  need(document, '[data-today]').textContent = new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long' })
    .format(new Date())
    .replace(/\s?г\.$/, '');
  const memory = await openMemory();
  const core = await wholeCore().catch((error) => {
    tell(troubleText(error));
    return null;
  });
  const showHead = createHead();
  /** @type {Gathered | null} */
  let gathered = null;
  const again = async () => {
    if (core) {
      gathered = await gather(core, memory);
      showHead(gathered);
      showMap(need(document, '[data-map]'), gathered);
    }
    await showKept(memory);
  };
  await again();
  memory.watch(() => void again());
  mountErase(memory, tell, again);
  need(document, '[data-do=print]').addEventListener('click', () => window.print());
  const pdf = need(document, '[data-do=pdf]');
  pdf.addEventListener('click', async () => {
    if (!gathered) return;
    pdf.setAttribute('aria-busy', 'true');
    try {
      const { saveGrowthMap } = await import('./files/growth-map-pdf.js');
      tell(await saveGrowthMap(gathered, document.documentElement.dataset.brand ?? ''));
    } catch (error) {
      tell(`Не получилось. ${troubleText(error)}`);
    } finally {
      pdf.removeAttribute('aria-busy');
    }
  });
  document.documentElement.dataset.ready = '';
}

arrive();
start();
