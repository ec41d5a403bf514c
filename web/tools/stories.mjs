// The stories of the clients: the words of assets/stories/ID.md beside the facts of stories.json and the numbers of cases.json.
import { readFile } from 'node:fs/promises';
import { AssetError } from './brand.mjs';

const kParts = ['Что было', 'Что нашли', 'Что сделали', 'Что вышло', 'Что взять себе'];

const paragraphs = (text) =>
  text
    .split('\n\n')
    .map((block) => block.trim())
    .filter(Boolean);

/** What was done: technique id → paragraphs, in the order of the telling. */
function doneOf(text) {
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const [technique, ...told] = part.split('\n');
      return { technique: technique.trim(), told: paragraphs(told.join('\n')) };
    });
}

/**
 * The text of one story.
 * @param {string} markdown "# title", the lede, then the five parts by their names; "### technique" inside the third
 * @param {string} id for the sentence that stops the build
 */
export function parseStory(markdown, id) {
  const [head, ...rest] = markdown.trim().split(/^## /m);
  const [title, ...lede] = head.split('\n');
  const parts = new Map(
    rest.map((part) => {
      const [name, ...text] = part.split('\n');
      return [name.trim(), text.join('\n')];
    }),
  );
  const names = [...parts.keys()];
  if (!title.startsWith('# ') || names.join() !== kParts.join()) {
    throw new AssetError(`stories/${id}.md: после заголовка ждали части «${kParts.join('», «')}».`);
  }
  return {
    title: title.slice(2).trim(),
    lede: paragraphs(lede.join('\n')).join(' '),
    was: paragraphs(parts.get(kParts[0])),
    found: paragraphs(parts.get(kParts[1])),
    done: doneOf(parts.get(kParts[2])),
    outcome: paragraphs(parts.get(kParts[3])),
    yours: paragraphs(parts.get(kParts[4])),
  };
}

/**
 * Why a story can be tried on a visitor's funnel, or why not: a share grows on somebody else's funnel only when both its ends are
 * taken of the same thing.
 * @param {Record<string, any>} entry of cases.json @returns {string | null} the reason against; null: it can
 */
export function whyNotTried({ before, after, denominator }) {
  if (after === null) return 'Названы только количества, доли в этой истории нет.';
  if (before === null) return 'Исходная доля не названа, поэтому во сколько раз она выросла, неизвестно.';
  if (denominator === 'changed') {
    return 'До и после долю считали от разного, поэтому умножать на неё чужую воронку нельзя.';
  }
  if (denominator === 'unknown') {
    return 'От чего считали долю, не названо, поэтому умножать на неё чужую воронку нельзя.';
  }
  return null;
}

/**
 * Every story, a case of a brand's own without one left out, in the order of cases.json, with what a page needs.
 * @param {{asset: (name: string) => string, readJson: (name: string) => Promise<any>}} given
 */
export async function readStories({ asset, readJson }) {
  const { cases, sectors } = await readJson('cases.json');
  const facts = new Map((await readJson('stories.json')).stories.map((story) => [story.id, story]));
  const { techniques } = await readJson('techniques.json');
  return Promise.all(
    cases
      .filter(({ id }) => facts.has(id))
      .map(async (entry) => {
        const story = facts.get(entry.id);
        const text = parseStory(await readFile(asset(`stories/${entry.id}.md`), 'utf8'), entry.id);
        const done = text.done.map(({ technique, told }) => {
          const found = techniques.find(({ id }) => id === technique);
          if (!found) {
            throw new AssetError(`stories/${entry.id}.md: приёма ${technique} нет в techniques.json.`);
          }
          return { technique: found, told };
        });
        return {
          ...text,
          done,
          id: entry.id,
          address: `/cases/${entry.id}/`,
          entry,
          facts: story,
          sector: sectors[entry.sector],
        };
      }),
  );
}
