// @ts-check
// The scenario in the address: opens links, tells what is wrong with them, gives the link of what is on the screen.

import { withAssumedTargets } from './assumed.js';

const kTrouble = {
  damaged:
    'Ссылка повреждена: часть её потерялась по дороге. Попросите прислать её ещё раз. Ваш расчёт не тронут.',
  newer:
    'Ссылка сделана более новой версией страницы. Обновите страницу и откройте её снова. Ваш расчёт не тронут.',
  failed:
    'Ссылку не удалось прочитать: часть страницы не загрузилась. Проверьте связь и обновите страницу. Ваш расчёт не тронут.',
  refused: 'Расчёт в ссылке эта страница не принимает. Ваш расчёт не тронут.',
};

const code = () => import('./linked.js');

/** @typedef {Awaited<ReturnType<typeof import('./linked.js').readCalculation>> | {kind: 'failed'}} Linked */

/** What the address holds now. @returns {Promise<Linked>} */
export async function linkInAddress() {
  if (!/s\d/i.test(location.hash)) return { kind: 'none' };
  try {
    return await (await code()).readCalculation(location.hash, withAssumedTargets);
  } catch {
    return { kind: 'failed' };
  }
}

/** @param {import('./store.js').Store} store @param {import('./notices.js').Notify} notify */
export function createAddress(store, notify) {
  /** The draft that the fragment in the address bar describes. @type {object | null} */
  let inAddress = null;
  let isOpening = false;
  /** @type {() => void} */
  let opened = () => {};

  /** @param {Linked} link */
  function take(link) {
    if (link.kind === 'none') return;
    if (link.kind !== 'calculation') {
      notify(kTrouble[link.kind]);
      return;
    }
    isOpening = true;
    const { scenario, uplift } = link;
    const note = uplift === null ? { autoTargets: false } : { autoTargets: true, uplift };
    const { issues } = store.replace(scenario, { name: 'открытие ссылки', ...note });
    if (issues) notify(kTrouble.refused);
    else {
      opened();
      inAddress = store.state().draft;
    }
    isOpening = false;
  }

  function clear() {
    inAddress = null;
    history.replaceState(null, '', location.pathname + location.search);
  }

  /** After an edit the address no longer tells the truth: it is cleared. */
  function follow() {
    if (!isOpening && inAddress !== null && store.state().draft !== inAddress) clear();
  }

  return {
    /** @param {Linked} first what the address held when the page was opened */
    start(first) {
      take(first);
      store.subscribe(follow);
      window.addEventListener('hashchange', () => linkInAddress().then(take));
    },
    /** What is opened from a link is not kept on the device before it is edited. */
    isOpenedLink: () => isOpening || (inAddress !== null && store.state().draft === inAddress),
    /** @param {() => void} listener a link was opened in the living page */
    onOpen(listener) {
      opened = listener;
    },
    /** The link in the address is what the page shows now. */
    remark() {
      inAddress = store.state().draft;
    },
    clear,
    /** Whether the address holds the link of that calculation. @param {import('../model/calculations.js').Calculation} calculation */
    async isLinkOf({ scenario, autoTargets }) {
      if (!scenario) return false;
      const content = { targets_source: autoTargets ? 'assumed' : 'own', ...scenario };
      const { linkTo } = await code();
      const links = [true, false].map((names) => linkTo(content, { names }).catch(() => ''));
      return (await Promise.all(links)).includes(location.hash);
    },
    /**
     * The link of the last good scenario, also put into the address bar; null when there is none.
     * @param {{names: boolean}} options names: managers by their names
     */
    async share({ names }) {
      const { scenario, draft, current, autoTargets } = store.state();
      if (!scenario) return null;
      const source = autoTargets ? 'assumed' : 'own';
      const { lengthNotice, linkTo } = await code();
      const fragment = await linkTo({ targets_source: source, ...scenario }, { names });
      history.replaceState(null, '', fragment);
      if (current) inAddress = draft;
      return { address: location.href, notice: lengthNotice(location.href) };
    },
  };
}
