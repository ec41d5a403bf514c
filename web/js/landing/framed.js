// @ts-check
// The page that framed this one (embed-loader.js): who it is, and how tall its frame has to be. Nothing of a message is believed but
// what the browser itself vouches for: the window it came from and that window's origin.

/** What the two windows call each other's messages. */
export const kAsk = 'funnel-embed-ask';
export const kHeight = 'funnel-embed-height';

/**
 * Whether a message asks for the height, and may.
 * @param {{source: unknown, origin: string, data: any}} message
 * @param {{parent: unknown, origins: string[]}} allowed the framing window, and whose pages may frame this one
 */
export const mayAsk = ({ source, origin, data }, { parent, origins }) =>
  source === parent && origins.includes(origin) && data?.type === kAsk;

/** Tells the framing page the height of this one, now and whenever it changes. @param {string[]} origins of partners */
export function tellHeight(origins) {
  if (window.parent === window) return;
  const allowed = { parent: window.parent, origins: [...origins, location.origin] };
  let told = 0;
  /** @type {string | null} */
  let asker = null;
  const tell = () => {
    const height = Math.ceil(document.documentElement.offsetHeight);
    if (!asker || height === told) return;
    told = height;
    window.parent.postMessage({ type: kHeight, height }, asker);
  };
  new ResizeObserver(tell).observe(document.documentElement);
  window.addEventListener('message', (message) => {
    if (!mayAsk(message, allowed)) return;
    asker = message.origin;
    told = 0;
    tell();
  });
}
