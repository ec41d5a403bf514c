// Somebody in the inbox of a server: enters by a link of the command line, keeps the cookie, fills in forms.
import assert from 'node:assert/strict';
import { run } from './server.mjs';

/** A one-time link's query; `env` of the command, when it lives at another time. */
export async function linkFor(store, name, role = 'worker', env = {}) {
  const added = await run(['operators', 'add', name, '--role', role, '--store', store], { env });
  assert.equal(added.code, 0, added.error);
  return new URL(added.out.trim(), 'http://inbox').searchParams;
}

const unescaped = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

export class Visitor {
  constructor(url) {
    this.url = url;
    this.cookie = '';
    this.token = '';
  }

  /** @param {string} path @param {any} [options] */
  async get(path, { headers = {}, ...more } = {}) {
    const answer = await fetch(this.url + path, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
      ...more,
    });
    return answer;
  }

  async page(path) {
    const answer = await this.get(path);
    const html = await answer.text();
    this.token = html.match(/name="token" value="([0-9a-f]{64})"/)?.[1] ?? this.token;
    return { status: answer.status, headers: answer.headers, html, text: unescaped(html) };
  }

  /** @param {string} path @param {Record<string, string>} fields @param {any} [headers] */
  async post(path, fields, headers = {}) {
    return this.get(path, {
      method: 'POST',
      headers: {
        origin: this.url,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body: new URLSearchParams({ token: this.token, ...fields }).toString(),
    });
  }

  async enter(params) {
    const answer = await this.post('/inbox/enter', { o: params.get('o'), k: params.get('k') });
    const set = answer.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0];
    return answer;
  }
}

/** Somebody who has entered and has the token of the forms. */
export async function inside(server, store, name, role, env = {}) {
  const visitor = new Visitor(server.adminUrl);
  const answer = await visitor.enter(await linkFor(store, name, role, env));
  assert.equal(answer.status, 303, await answer.text());
  await visitor.page('/inbox/');
  assert.match(visitor.token, /^[0-9a-f]{64}$/);
  return visitor;
}

/**
 * Opens a stream of events; `text` is all that came.
 * @param {Visitor} visitor @param {string} after @param {Record<string, string>} [headers]
 */
export async function listen(visitor, after, headers = {}) {
  const answer = await visitor.get(`/inbox/events?after=${after}`, { headers });
  const reader = answer.body?.getReader();
  /** @type {any} */
  const page = {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text: '',
    // Not by a signal: Node 18 holds what it is bound to so weakly that it may be gone before the stop.
    stop: () => reader?.cancel().catch(() => {}),
  };
  page.ended = (async () => {
    try {
      for (;;) {
        const piece = await reader?.read();
        if (!piece || piece.done) return;
        page.text += Buffer.from(piece.value).toString();
      }
    } catch {
      // ended by the server
    }
  })();
  return page;
}
