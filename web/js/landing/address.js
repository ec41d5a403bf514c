// @ts-check
// The scenario in the address: opens links, tells what is wrong with them, gives the link of what is on the screen.

import { lengthNotice, linkTo, readLink } from '../model/links.js';

const kTrouble = {
  damaged:
    'Ссылка повреждена: часть её потерялась по дороге. Попросите прислать её ещё раз. Ваш расчёт не тронут.',
  newer:
    'Ссылка сделана более новой версией страницы. Обновите страницу и откройте её снова. Ваш расчёт не тронут.',
  failed:
    'Ссылку не удалось прочитать: часть страницы не загрузилась. Проверьте связь и обновите страницу. Ваш расчёт не тронут.',
  refused: 'Расчёт в ссылке эта страница не принимает. Ваш расчёт не тронут.',
};

/** @typedef {import('../model/links.js').Linked | {kind: 'failed'}} Linked */

/** What the address holds now. @returns {Promise<Linked>} */
export const linkInAddress = () =>
  readLink(location.hash).catch(() => ({ kind: /** @type {const} */ ('failed') }));

/** @param {import('./store.js').Store} store @param {(message: string) => void} notify */
export function createAddress(store, notify) {
  /** The draft that the fragment in the address bar describes. @type {object | null} */
  let inAddress = null;

  /** @param {Linked} link */
  function take(link) {
    if (link.kind === 'none') return;
    if (link.kind !== 'calculation') {
      notify(kTrouble[link.kind]);
      return;
    }
    const { scenario } = link;
    const autoTargets = scenario.targets_source === 'assumed';
    const { issues } = store.replace(scenario, { name: 'открытие ссылки', autoTargets });
    if (issues) notify(kTrouble.refused);
    else inAddress = store.state().draft;
  }

  /** After an edit the address no longer tells the truth: it is cleared. */
  function follow() {
    if (inAddress === null || store.state().draft === inAddress) return;
    inAddress = null;
    history.replaceState(null, '', location.pathname + location.search);
  }

  return {
    /** @param {Linked} first what the address held when the page was opened */
    start(first) {
      take(first);
      store.subscribe(follow);
      window.addEventListener('hashchange', () => linkInAddress().then(take));
    },
    /** What is opened from a link is not kept on the device before it is edited. */
    isOpenedLink: () => inAddress !== null && store.state().draft === inAddress,
    /**
     * The link of the last good scenario, also put into the address bar; null when there is none.
     * @param {{names: boolean}} options names: managers by their names
     */
    async share({ names }) {
      const { scenario, draft, current, autoTargets } = store.state();
      if (!scenario) return null;
      const source = autoTargets ? 'assumed' : 'own';
      const fragment = await linkTo({ targets_source: source, ...scenario }, { names });
      history.replaceState(null, '', fragment);
      if (current) inAddress = draft;
      return { address: location.href, notice: lengthNotice(location.href) };
    },
  };
}
