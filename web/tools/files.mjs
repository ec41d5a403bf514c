// Writes files of the site: names with a hash of the content, compressed siblings.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { remembered } from './remembered.mjs';

const kCompressible = /\.(html|css|js|json|svg|txt|xml|wasm|ttf|bin|webmanifest|ico|csv)$/;
const kWorthwhile = 0.95;

export const brotliSize = (bytes) => compressBrotli(bytes).length;

function compressBrotli(bytes) {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

export function contentHash(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 10);
}

/** "core.wasm" → "core-1f2e3d4c5b.wasm" */
export function hashedName(name, bytes) {
  const { name: stem, ext } = path.parse(name);
  return `${stem}-${contentHash(bytes)}${ext}`;
}

export class SiteFolder {
  /** @param {string} folder where the site is written; what was there before goes */
  constructor(folder) {
    this.folder = folder;
    this.written = new Map();
  }

  async clear() {
    await mkdir(this.folder, { recursive: true });
    for (const name of await readdir(this.folder)) {
      await rm(path.join(this.folder, name), { recursive: true });
    }
  }

  /** Writes a file at an address of the site ("/a/x.js") with its .br and .gz where they pay. */
  async write(address, content) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
    if (this.written.has(address)) {
      if (!this.written.get(address).equals(bytes)) throw new Error(`two files want the address ${address}`);
      return;
    }
    this.written.set(address, bytes);
    const file = path.join(this.folder, address);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
    if (!kCompressible.test(address)) return;
    const brotli = await remembered('brotli-11', [bytes], () => compressBrotli(bytes));
    const gzip = await remembered('gzip-9', [bytes], () => gzipSync(bytes, { level: 9 }));
    // Both or neither. Where gzip is the smaller one, or does not pay, the file is too short for either; nginx would send another of the two
    // than funnel-server, or not say that the answer varies.
    if (gzip.length <= brotli.length || gzip.length >= bytes.length * kWorthwhile) return;
    await writeFile(`${file}.br`, brotli);
    await writeFile(`${file}.gz`, gzip);
  }

  /** Writes what funnel-server reads and nobody is served: its folder's name begins with a dot. */
  async writeHidden(name, text) {
    const file = path.join(this.folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** Writes under /a/ with a hash in the name, gives the address back. */
  async writeHashed(name, content) {
    const bytes = Buffer.from(content);
    const address = `/a/${hashedName(name, bytes)}`;
    await this.write(address, bytes);
    return address;
  }
}

/** Files of a folder that are served, deep, sorted: ["a/b.txt", …], hidden ones left out; none when the folder is not there. */
export async function listFiles(folder, below = '') {
  let entries;
  try {
    entries = await readdir(path.join(folder, below), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const files = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) files.push(...(await listFiles(folder, name)));
    else files.push(name);
  }
  return files;
}

export const readBytes = (file) => readFile(file);
