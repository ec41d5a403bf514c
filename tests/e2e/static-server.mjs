// A small static server for the tests when funnel-server is not built: the same headers, nothing else.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

export const kContentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

async function fileFor(site, address) {
  const clean = path.posix.normalize(decodeURIComponent(address));
  const file = path.join(site, clean.endsWith('/') ? `${clean}index.html` : clean);
  if (!file.startsWith(site + path.sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? file : null;
}

/** Serves the folder; gives {origin, close()}. @param {string} site @param {number} port */
export function serveFolder(site, port) {
  const root = path.resolve(site);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = await fileFor(root, pathname);
    const headers = {
      'Content-Security-Policy': kContentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': pathname.startsWith('/a/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    if (!file) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('404');
      return;
    }
    const type = kTypes[path.extname(file)] ?? 'application/octet-stream';
    const packed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '') && (await stat(`${file}.br`).catch(() => null));
    if (packed) headers['Content-Encoding'] = 'br';
    const bytes = await readFile(packed ? `${file}.br` : file);
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address();
      resolve({ origin: `http://127.0.0.1:${bound}`, close: () => new Promise((done) => server.close(done)) });
    });
  });
}
