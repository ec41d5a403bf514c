// Which of the site's tools there are: a page is linked once it has its source.
import { existsSync } from 'node:fs';

/** @param {string} folder of the page, "plan" */
export const hasPage = (folder) =>
  ['index.html', 'index.html.mjs', `${folder}.pages.mjs`].some((name) =>
    existsSync(new URL(`../${folder}/${name}`, import.meta.url)),
  );
