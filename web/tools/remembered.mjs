// What takes long to make and depends on its input alone (compressed files, cut fonts) is kept in build/cache under the hash of that input:
// a build after a small change makes only what changed. The folder may be removed at any time.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const kFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../build/cache');

/**
 * @param {string} kind what is made, with the version of how: "brotli-11"
 * @param {(string | Buffer)[]} input everything the result depends on
 * @param {() => Buffer | Promise<Buffer>} make
 * @returns {Promise<Buffer>}
 */
export async function remembered(kind, input, make) {
  const hash = createHash('sha256');
  for (const part of [process.version, kind, ...input]) hash.update(part).update('\0');
  const file = path.join(kFolder, `${kind}-${hash.digest('hex').slice(0, 40)}`);
  try {
    return await readFile(file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const made = await make();
  await mkdir(kFolder, { recursive: true });
  // Whole or not at all: another build may be reading.
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, made);
  await rename(part, file);
  return made;
}
