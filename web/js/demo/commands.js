// @ts-check
// Every command of the workbench by its Russian words; some have a key with Alt. The palette, the buttons and the keys all run these.
import presets from '../../../assets/presets.json';

const kZoomStep = 10;

/** @typedef {import('./palette.js').Command} Command */

/** Alt and a key, by its place on the keyboard: works in the Russian layout, too. @type {Record<string, string>} */
export const kAltKeys = {
  KeyN: 'duplicate',
  KeyB: 'freeze',
  KeyP: 'show',
  KeyI: 'summary',
  KeyZ: 'undo',
  KeyR: 'tab-analysis',
  KeyV: 'tab-funnel',
  KeyG: 'tab-solver',
  KeyM: 'tab-ramp',
  KeyL: 'tab-roster',
  KeyT: 'theme',
  KeyO: 'calls',
};

const kTabs = [
  ['analysis', 'Разбор: из чего складывается', 'вклад сравнение водопад'],
  ['funnel', 'Воронка', 'этапы заявки'],
  ['solver', 'Обратный расчёт', 'сколько нужно цель назад'],
  ['ramp', 'По месяцам', 'рост окупаемость когда'],
  ['roster', 'По менеджерам', 'люди команда'],
  ['chances', 'Разброс следующего месяца', 'скорее всего вероятность шанс'],
];

/** @param {string} id */
function keyOf(id) {
  const code = Object.keys(kAltKeys).find((one) => kAltKeys[one] === id);
  return code ? `Alt+${code.replace('Key', '')}` : undefined;
}

/** What the page does itself. @typedef {Record<'show' | 'summary' | 'plan' | 'calls' | 'newCall' | 'example' | 'crm' | 'notes' | 'leave' | 'rename', () => any> & {remarks(state: any): import('./remarks.js').Remark[]}} Page */
/** Makes what a command runs of what it asks of the bench. @typedef {(request: object) => () => any} Does */

/** @param {string} id @param {string} title @param {string} words @param {() => any} run @returns {Command} */
const one = (id, title, words, run) => ({ id, title, words, key: keyOf(id), run });

/** What is done to the variants. @param {any} state @param {Does} does @param {Page} page @returns {Command[]} */
function variants({ slots, active, baseline }, does, page) {
  const letters = Object.keys(slots);
  const at = letters.indexOf(active);
  const others = letters.filter((letter) => letter !== active);
  const moved = (/** @type {string} */ id, /** @type {string} */ title, /** @type {string} */ to) =>
    one(id, title, 'переставить порядок', does({ do: 'move_variant', from: active, to }));
  return [
    one('duplicate', 'Новый вариант', 'копия добавить создать', does({ do: 'duplicate' })),
    one(
      'freeze',
      active === baseline ? 'Снять точку отсчёта' : 'Сделать точкой отсчёта',
      'заморозить сравнивать база',
      does({ do: 'freeze' }),
    ),
    one('rename', 'Переименовать вариант', 'название имя', page.rename),
    ...(others.length
      ? [one('remove', `Убрать вариант «${slots[active].name}»`, 'удалить стереть', does({ do: 'remove' }))]
      : []),
    ...[
      at > 0 && moved('left', 'Вариант левее', letters[at - 1]),
      at + 1 < letters.length && moved('right', 'Вариант правее', letters[at + 1]),
    ].filter((command) => command !== false),
    ...letters.map((letter, i) => ({
      id: `choose-${letter}`,
      title: `Вариант «${slots[letter].name}»`,
      words: 'взять открыть',
      key: i < 9 ? `Alt+${i + 1}` : undefined,
      run: does({ do: 'choose', variant: letter }),
    })),
    ...others.map((letter) =>
      one(
        `compare-${letter}`,
        `Сравнить с «${slots[letter].name}»`,
        'разница',
        does({ do: 'view', compare_with: letter }),
      ),
    ),
    one('reached', 'Все цели достигнуты: новый вариант', 'цель', does({ do: 'targets_reached' })),
  ];
}

/** How the bench is looked at. @param {any} state @param {Does} does @param {Page} page @returns {Command[]} */
function views({ view }, does, page) {
  return [
    one('show', 'Показ', 'слайды презентация экран собственнику', page.show),
    ...kTabs.map(([tab, title, words]) => one(`tab-${tab}`, title, words, does({ do: 'view', tab }))),
    one(
      'details',
      view.details ? 'Короче: убрать редкие поля' : 'Точнее: все поля',
      'маржа цикл плата разброс чека',
      does({ do: 'view', details: !view.details }),
    ),
    one(
      'counts',
      view.counts ? 'Этапы в процентах' : 'Этапы в штуках',
      'вошло прошло',
      does({ do: 'view', counts: !view.counts }),
    ),
    one(
      'theme',
      view.theme === 'light' ? 'Тёмная тема' : 'Светлая тема',
      'цвет',
      does({ do: 'view', theme: view.theme === 'light' ? 'dark' : 'light' }),
    ),
    one('larger', 'Крупнее', 'масштаб больше', does({ do: 'view', zoom: view.zoom + kZoomStep })),
    one('smaller', 'Мельче', 'масштаб меньше', does({ do: 'view', zoom: view.zoom - kZoomStep })),
    one('notes', 'Пометки звонка', 'записать заметки следующий шаг', page.notes),
    { id: 'leave', title: 'Итоги текстом', words: 'таблица поля доступность', key: 'F6', run: page.leave },
  ];
}

/** What is taken away, and what is opened beside the bench. @param {import('./requests.js').Requests} requests @param {Page} page @returns {Command[]} */
const files = (requests, page) => [
  one('summary', 'Итог звонка', 'после письмо отправить календарь', page.summary),
  one('plan', 'План на 12 недель', '', page.plan),
  one('calls', 'Звонки: список и поиск', 'клиенты открыть прошлый история', page.calls),
  one('newCall', 'Новый звонок', 'клиент пустой начать', page.newCall),
  one('crm', 'Взять числа из CRM', 'выгрузка файл битрикс amo сделки', page.crm),
  one('example', 'Пример: отдел из семи', 'показать образец', page.example),
  one('link', 'Скопировать ссылку', 'поделиться', requests.link),
  one('pdf', 'Документ PDF', 'файл скачать', requests.pdf),
  one('xlsx', 'Книга Excel с формулами', 'таблица файл скачать', requests.xlsx),
  one('csv', 'Таблица CSV', 'файл скачать', requests.csv),
  one('png', 'Картинка этого вида', 'png снимок файл', requests.png),
  one('owner', 'Страница владельца', 'собственник сайт показать', requests.owner),
  { id: 'save', title: 'Сохранить файл расчёта', words: 'скачать', key: 'Ctrl+S', run: requests.save },
  { id: 'open', title: 'Открыть файл расчёта', words: 'загрузить', key: 'Ctrl+O', run: requests.open },
  { id: 'copy', title: 'Скопировать таблицу', words: 'excel', key: 'Ctrl+C', run: requests.copy },
  {
    id: 'paste',
    title: 'Вставить таблицу',
    words: 'excel менеджеры этапы',
    key: 'Ctrl+V',
    run: requests.paste,
  },
];

/** Steps back: of the whole, and of a field that was overwritten. @param {any} state @param {Does} does @param {Page} page @returns {Command[]} */
const waysBack = (state, does, page) => [
  ...(state.undoes
    ? [one('undo', `Отменить: ${state.undoes}`, 'назад вернуть как было', does({ do: 'undo' }))]
    : []),
  ...(state.redoes
    ? [
        {
          id: 'redo',
          title: `Вернуть: ${state.redoes}`,
          words: 'повторить',
          key: 'Ctrl+Shift+Z',
          run: does({ do: 'redo' }),
        },
      ]
    : []),
  ...page
    .remarks(state)
    .flatMap(({ field, name, word, back }) =>
      back ? [one(`back-${field}`, `Вернуть из ${word}: ${name}`, 'сбросить как было', back)] : [],
    ),
];

/**
 * @param {import('./bench.js').Bench} bench
 * @param {import('./requests.js').Requests} requests
 * @param {Page} page
 * @returns {() => Command[]} the commands there are just now
 */
export function createCommands(bench, requests, page) {
  /** @type {Does} */
  const does = (request) => () => bench.command(request);
  return () => {
    const state = bench.state();
    return [
      ...waysBack(state, does, page),
      ...variants(state, does, page),
      ...views(state, does, page),
      one('stage', 'Добавить этап', 'ещё новый', does({ do: 'add_stage' })),
      ...presets.presets.map(({ id, name, stages }) =>
        one(`preset-${id}`, `Воронка: ${name}`, 'готовые этапы пресет', does({ do: 'stages', stages })),
      ),
      ...files(requests, page),
    ];
  };
}
