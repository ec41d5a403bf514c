// @ts-check
// The letters of the canvas for the page around it, too: the same file (its format: src/workbench/drawing/fonts.hpp), no second download.

const kFaces = [
  { family: 'Onest', weight: '400' },
  { family: 'Onest', weight: '600' },
  { family: 'Literata', weight: '600' },
];

/** @param {ArrayBuffer} pack @returns {Promise<void>} when the browser knows them; what it refuses stays a system font */
export async function useLetters(pack) {
  const view = new DataView(pack);
  const loading = [];
  let at = 4;
  for (let part = 0; part < view.getUint32(0, true); part += 1) {
    const { family, weight } = kFaces[view.getUint8(at)];
    const length = view.getUint32(at + 1, true);
    const face = new FontFace(family, pack.slice(at + 5, at + 5 + length), { weight });
    loading.push(
      face.load().then(
        () => document.fonts.add(face),
        () => {},
      ),
    );
    at += 5 + length;
  }
  await Promise.all(loading);
  // Until now the page's words are out of sight: they would move when their letters come.
  document.documentElement.dataset.letters = '';
}
