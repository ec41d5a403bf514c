// A firm's site with one partner, and two other people's pages that put its calculator where their script tag stands.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSiteWithStore } from './forms-site.mjs';

/** A page of somebody else's site, with a policy as strict as a script tag and a frame allow. @param {() => string} ours whose calculator stands on it */
async function foreignSite(ours) {
  const article = () => `<!DOCTYPE html><html lang="ru"><meta name="viewport" content="width=device-width">
<title>Чужая статья</title><body><h1>Чужая статья</h1><script src="${ours()}/embed.js" data-partner="delo"></script><p id="after">Дальше</p>`;
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${ours()}; frame-src ${ours()}; require-trusted-types-for 'script'`,
    );
    answer.setHeader('cross-origin-embedder-policy', 'unsafe-none');
    answer.end(article());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/**
 * The site of a firm with one partner.
 * @param {string} built folder of the build made for it: a file of tests its own, they run at the same time
 * @param {() => string} ours origin of the firm's site once it has started
 */
export async function startWithPartner(built, ours) {
  const [partner, stranger] = [await foreignSite(ours), await foreignSite(ours)];
  const brand = mkdtempSync(path.join(tmpdir(), 'embed-'));
  const values = JSON.parse(readFileSync('assets/site.json', 'utf8'));
  values.embed = { partners: [partner.origin] };
  writeFileSync(path.join(brand, 'site.json'), JSON.stringify(values));
  execFileSync(
    'node',
    [
      ...['web/build.mjs', '--out', built, '--assets', brand],
      ...['--core', 'build/wasm/bin/core.wasm', '--workbench', 'build/workbench'],
    ],
    { stdio: 'ignore' },
  );
  const site = await startSiteWithStore({ folder: built });
  return {
    ...site,
    partner,
    stranger,
    async stop() {
      await site.stop();
      partner.close();
      stranger.close();
      rmSync(brand, { recursive: true });
    },
  };
}
