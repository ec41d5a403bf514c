// The pages funnel-server answers with, as templates of mustache: web/answers/, made like every page of the site. A place the server
// fills is written [[name]], a part it repeats or leaves out [[#name]]…[[/name]]. What stands inside a tag cannot be left out so, for
// HTML has no such place: data-checked-if="name" does it.
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

/** @param {import('./html.mjs').Document} tree */
export const answerTemplate = (tree) =>
  `{{=[[ ]]=}}${writtenPage(tree).replace(/ data-(checked|selected)-if="(\w+)"/g, ' [[#$2]]$1[[/$2]]')}`;
