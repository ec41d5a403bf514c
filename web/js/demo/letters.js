// @ts-check
// The letters of the canvas for the page around it, too: the same file, no second download.
import { facesOf, packOf } from './outlines.js';

const kFaces = [
  { family: 'Onest', weight: '400' },
  { family: 'Onest', weight: '600' },
  { family: 'Literata', weight: '600' },
];

/**
 * @param {ArrayBuffer} packed letters.bin
 * @returns {Promise<Uint8Array>} the letters for the canvas, when the browser knows them, too; what it refuses stays a system font
 */
export async function useLetters(packed) {
  const faces = facesOf(packed);
  await Promise.all(
    faces.map((bytes, i) => {
      const { family, weight } = kFaces[i];
      const face = new FontFace(family, bytes, { weight });
      return face.load().then(
        () => document.fonts.add(face),
        () => {},
      );
    }),
  );
  // Until now the page's words are out of sight: they would move when their letters come.
  document.documentElement.dataset.letters = '';
  return packOf(faces);
}
