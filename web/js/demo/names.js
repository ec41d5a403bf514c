// @ts-check
// What the workbench's numbers stand for, by place, as its C++ has them (tests/web/workbench-names.test.mjs compares).

/** Who the next key belongs to: Workbench::Keys in workbench.hpp. */
export const kKeys = /** @type {const} */ ([
  'nobody',
  'number_typed',
  'words_typed',
  'number_field',
  'slides',
]);

/** What the page is asked for: PageRequest in document/view.hpp. */
export const kRequests = /** @type {const} */ (['choose_preset', 'paste_table', 'end_show', 'take_back']);

/** @typedef {typeof kKeys[number]} Keys */
/** @typedef {typeof kRequests[number]} Request */

/** A field is being typed into. @param {Keys} keys */
export const isTyped = (keys) => keys === 'number_typed' || keys === 'words_typed';
