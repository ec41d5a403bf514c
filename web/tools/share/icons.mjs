// The icon in every form that browsers and phones ask for, from web/icon.svg and the brand's colours.
import { filled } from './tokens.mjs';

const kMaskable = 0.72; // of the side: what every mask of a phone leaves visible

/** The drawing on a full ground, smaller: phones cut circles and drops out of it. */
function maskable(svg) {
  const shift = (32 * (1 - kMaskable)) / 2;
  const ground = /<path[^>]*d="M0 0h32v32H0z"\/>/.exec(svg)?.[0];
  if (!ground) throw new Error('icon.svg: its first path is the ground, M0 0h32v32H0z');
  return svg
    .replace(ground, `${ground}<g transform="translate(${shift} ${shift}) scale(${kMaskable})">`)
    .replace('</svg>', '</g></svg>');
}

/** A .ico of one picture: 6 bytes of header, 16 of entry, the PNG as it is. */
function ico(png, side) {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(side, 6);
  head.writeUInt8(side, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}

/** [{address, bytes}] @param {string} source icon.svg @param {Record<string, string>} tokens @param {(svg: string, width: number) => Buffer} png */
export function icons(source, tokens, png) {
  const svg = filled(source.trim(), tokens);
  return [
    { address: '/favicon.svg', bytes: svg },
    { address: '/favicon.ico', bytes: ico(png(svg, 32), 32) },
    { address: '/apple-touch-icon.png', bytes: png(svg, 180) },
    { address: '/icon-192.png', bytes: png(svg, 192) },
    { address: '/icon-512.png', bytes: png(svg, 512) },
    { address: '/icon-maskable-512.png', bytes: png(maskable(svg), 512) },
  ];
}

/** site.webmanifest */
export function manifest(site, tokens) {
  const icon = (src, sizes, purpose) => ({
    src,
    sizes,
    type: src.endsWith('svg') ? 'image/svg+xml' : 'image/png',
    purpose,
  });
  return JSON.stringify({
    name: site.name,
    short_name: site.name.slice(0, 24),
    description: site.offer,
    lang: 'ru',
    dir: 'ltr',
    id: '/',
    start_url: '/',
    scope: '/',
    display: 'minimal-ui',
    background_color: tokens.paper,
    theme_color: tokens.paper,
    icons: [
      icon('/favicon.svg', 'any', 'any'),
      icon('/icon-192.png', '192x192', 'any'),
      icon('/icon-512.png', '512x512', 'any'),
      icon('/icon-maskable-512.png', '512x512', 'maskable'),
    ],
  });
}
