// @ts-check
// A calculation or a meeting in an address whose "#" was percent-encoded on its way.

/** The address as it was meant: "/demo/%23s2.AQ" → "/demo/#s2.AQ"; null when there is no such link in it. @param {string} address path and query */
export function linkBehind(address) {
  const [, page, fragment] = /^(\/(?:[\w-]+\/)*)%23([a-z]\d\..+)$/.exec(address) ?? [];
  return fragment ? `${page}#${fragment}` : null;
}
