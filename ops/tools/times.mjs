// Times of a release's files that depend on their content alone, so that an archive has the same bytes, and so that nginx's ETag (time and
// size) changes exactly when the content does: site files have a time made of their SHA-256, all others the commit's.
//   node times.mjs FOLDER
import { createHash } from 'node:crypto';
import { readdir, readFile, utimes } from 'node:fs/promises';
import path from 'node:path';

const kFirst = 946_684_800; // 2000-01-01: an archive's reader wonders at times before it, and at those to come
const kSpan = 2 ** 29;
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? 0);

async function stamp(folder, inSite) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await stamp(file, inSite || entry.name === 'site');
    if (!entry.isFile()) continue;
    const seconds = inSite
      ? kFirst +
        (createHash('sha256')
          .update(await readFile(file))
          .digest()
          .readUInt32BE() %
          kSpan)
      : epoch;
    await utimes(file, seconds, seconds);
  }
  await utimes(folder, epoch, epoch);
}

await stamp(path.resolve(process.argv[2]), false);
