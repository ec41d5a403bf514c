// @ts-check
// The blank for the head of sales and his answers on their way: what the owner sends, the copy he fills, and both columns in one meeting.

import published from '../../../assets/checklist/forms.json';
import { need } from '../page/dom.js';
import { mountTakeaways } from '../page/takeaways.js';
import { plural } from '../text/format.js';
import {
  blankOf,
  blindFromDocument,
  blindToText,
  copyOf,
  decodeBlindLink,
  encodeBlindLink,
  meetingOf,
  replyOf,
  withReply,
} from './blind.js';
import { markedCount } from './run.js';
import { dateText, meetingText } from './words.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./blind.js').Blind} Blind */
/** @typedef {{store: import('./store.js').RunStore, checklist: import('./checklist.js').Checklist, newId: () => string, now: () => string, tell: (message: string, undo?: () => void) => void}} Page */

const kTrouble = {
  damaged: {
    link: 'Ссылка повреждена: часть её потерялась по дороге. Попросите прислать её ещё раз. Отметки на этом устройстве не тронуты.',
    file: 'Файл повреждён: его не прочитать. Попросите прислать его ещё раз. Отметки на этом устройстве не тронуты.',
  },
  newer: {
    link: 'Ссылка сделана другой версией чек-листа. Обновите страницу и откройте её снова. Отметки не тронуты.',
    file: 'Файл сделан более новой версией страницы. Обновите страницу и откройте его снова. Отметки не тронуты.',
  },
};

/** @param {number} n */
const marks = (n) => `${n}\u00A0${plural(n, 'ответ', 'ответа', 'ответов')}`;
/** @param {Blind} blind */
const leftText = ({ left }) => (left > 0 ? ` Не вошло: ${left}, таких вопросов в чек-листе больше нет.` : '');

/** The owner's blank opened: his copy, begun or found again. @param {Page} page @param {Blind} blank */
function openBlank({ store, newId, now, tell }, blank) {
  const { runs } = store.state();
  const begun = runs.find((run) => run.blind?.meeting === blank.meeting);
  if (begun) {
    store.open(begun.id);
    tell('Этот бланк уже открыт на этом устройстве: ваши ответы на месте.');
    return;
  }
  store.add(copyOf(blank, { id: newId(), now: now() }));
  if (runs.some(({ id }) => id === blank.meeting)) {
    tell(
      'Это бланк для РОПа, а сама встреча лежит на этом устройстве. Отправьте ссылку ему; вернуться можно в «Открыть другую».',
    );
  }
}

/** His answers opened where the meeting is, or where it is not. @param {Page} page @param {Blind} reply */
function openReply({ store, newId, now, tell }, reply) {
  const run = store.state().runs.find(({ id }) => id === reply.meeting);
  if (!run) {
    store.add(meetingOf(reply, { id: newId(), now: now() }));
    tell(
      `Встречи, для которой отвечал РОП, на этом устройстве нет. Его ответы открыты отдельной встречей «${reply.title}».${leftText(reply)}`,
    );
    return;
  }
  store.open(run.id);
  const merged = withReply(run, reply);
  if (merged.changed === 0) {
    tell('Эти ответы РОПа уже внесены: ничего не изменилось.');
    return;
  }
  if (run.replied && reply.savedAt < run.replied) {
    tell(
      `Эти ответы старше тех, что уже внесены (${dateText(run.replied)}). Оставлены новые; «Вернуть» внесёт старые.`,
      () => store.take(merged.run),
    );
    return;
  }
  store.take(merged.run);
  const what = run.replied
    ? `Ответы РОПа обновлены, изменилось: ${merged.changed}.`
    : `Ответы РОПа внесены: ${marks(Object.keys(reply.marks).length)}.`;
  tell(`${what} Расхождения стоят первыми в итоге.${leftText(reply)}`, () =>
    store.take({ ...run, savedAt: now() }),
  );
}

/** @param {Page} page @param {import('./blind.js').Read} read @param {'link' | 'file'} from */
function take(page, read, from) {
  if (read.kind === 'none') return;
  if (read.kind !== 'read') page.tell(kTrouble[read.kind][from]);
  else if (read.blind.kind === 'blank') openBlank(page, read.blind);
  else openReply(page, read.blind);
}

/** Ways of one blank or reply to the other device. @param {Page} page @param {string} name @param {() => Blind} made */
function waysOf({ checklist, tell }, name, made) {
  const share = async () => {
    const link = location.origin + location.pathname + encodeBlindLink(made(), checklist.itemIds);
    const { lengthNotice } = await import('../model/links.js');
    try {
      await navigator.clipboard.writeText(link);
      return `Ссылка скопирована. ${lengthNotice(link)}`.trim();
    } catch {
      history.replaceState(null, '', link);
      return `Ссылка стоит в адресной строке: скопируйте её оттуда. ${lengthNotice(link)}`.trim();
    }
  };
  const save = async () => {
    const { fileName, saveText } = await import('../takeaway/save.js');
    const file = fileName(name, made().title, new Date(), 'json');
    saveText(blindToText(made()), file, 'application/json');
    return `Скачан файл «${file}».`;
  };
  const kind = made().kind;
  mountTakeaways(
    need(document, `[data-${kind}]`),
    [
      { id: `${kind}-link`, label: 'Скопировать ссылку', run: share },
      { id: `${kind}-file`, label: 'Файл', run: save },
    ],
    tell,
  );
}

/** @param {Page} page */
export function mountBlind(page) {
  const { store, checklist, now } = page;
  waysOf(page, 'Бланк для РОПа', () => blankOf(store.state().run, now()));
  waysOf(page, 'Ответы РОПа', () => replyOf(store.state().run));
  const forms = published.forms.map((form) => form.split(' '));
  return {
    isOpen: () => store.state().run.blind !== undefined,
    /** A link that is neither a blank nor answers is left alone. */
    openLink() {
      const read = decodeBlindLink(location.hash, { ids: checklist.itemIds, forms, now: now() });
      if (read.kind === 'none') return false;
      history.replaceState(history.state, '', location.pathname + location.search);
      take(page, read, 'link');
      return true;
    },
    /** @param {Record<string, any>} document */
    openFile: (document) =>
      take(
        page,
        blindFromDocument(document, { isKnown: (id) => Boolean(checklist.item(id)), now: now() }),
        'file',
      ),
    /** @param {State} state */
    show({ run }) {
      document.documentElement.toggleAttribute('data-blind', run.blind !== undefined);
      need(document, '[data-blind-note]').hidden = run.blind === undefined;
      need(document, '[data-reply-part]').hidden = run.blind === undefined;
      need(document, '[data-blind-meeting]').textContent = meetingText(run);
      const items = checklist.asked(run.length).areas.flatMap((area) => area.items);
      need(document, '[data-blind-done]').textContent =
        `Отмечено ${markedCount(run, items)} из ${items.length}. Отправить можно и неполные ответы, а потом ещё раз.`;
      need(document, '[data-replied]').textContent = run.replied
        ? `Ответы РОПа внесены: ${marks(Object.keys(run.self).length)}, ${dateText(run.replied)}.`
        : 'Ответы вернутся ссылкой или файлом: откройте их на этом устройстве, и рядом встанут два столбца.';
    },
  };
}
