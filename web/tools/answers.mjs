// The pages funnel-server answers with, as templates of mustache: web/answers/, made like every page of the site. A place the server
// fills is written [[name]], a part it repeats or leaves out [[#name]]…[[/name]]. What stands inside a tag cannot be left out so, for
// HTML has no such place: data-checked-if="name" does it. Where HTML takes
// no text (between the rows of a table, in the head) an element is repeated by data-each="name".
import { findPages, readPages } from './pages.mjs';
import { writtenPage } from './html.mjs';

const kFolder = 'answers';

/** @param {string} web @param {import('./pages.mjs').Given} given @returns {Promise<Map<string, import('./html.mjs').Document>>} by file name */
export async function readAnswers(web, given) {
  const answers = new Map();
  for (const source of await findPages(web, kFolder)) {
    for (const { page, tree } of await readPages(web, source, given)) {
      answers.set(page.slice(kFolder.length + 1), tree);
    }
  }
  return answers;
}

/** Writes what is repeated as mustache does: text around the element. @param {import('./html.mjs').Parent} parent */
function spellRepeats(parent) {
  for (const node of [...parent.childNodes]) {
    if (!('attrs' in node)) continue;
    spellRepeats(node);
    const at = node.attrs.findIndex(({ name }) => name === 'data-each');
    if (at < 0) continue;
    const [{ value }] = node.attrs.splice(at, 1);
    const text = (/** @type {string} */ words) =>
      /** @type {any} */ ({ nodeName: '#text', value: words, parentNode: parent });
    const place = parent.childNodes.indexOf(node);
    parent.childNodes.splice(place, 1, text(`[[#${value}]]`), node, text(`[[/${value}]]`));
  }
}

/** @param {import('./html.mjs').Document} tree */
export function answerTemplate(tree) {
  spellRepeats(tree);
  return `{{=[[ ]]=}}${writtenPage(tree).replace(/ data-(checked|selected)-if="(\w+)"/g, ' [[#$2]]$1[[/$2]]')}`;
}
