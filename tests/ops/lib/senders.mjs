// Visitors' pages under load: each request is repeated with its key until it is acknowledged, and what came back is kept for the account.
import { leadBody, postLead, sleep } from '../../server/lib/server.mjs';

export class Senders {
  /** phone → id: what was acknowledged. */
  acknowledged = new Map();
  /** every status seen, "broken" when the connection ended without an answer. @type {Map<number | string, number>} */
  statuses = new Map();
  faults = [];
  #going = true;

  /** @param {string} url @param {number} [pause] ms between two requests of one page */
  constructor(url, pause = 5) {
    this.url = url;
    this.pause = pause;
  }

  async send(body = leadBody()) {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
      const answer = await postLead(this.url, body).catch(() => undefined);
      const status = answer?.status ?? 'broken';
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
      const json = await answer?.json().catch(() => undefined);
      if ((status === 201 || status === 200) && json) {
        if (this.acknowledged.has(body.phone)) this.faults.push(`${body.phone} acknowledged twice`);
        this.acknowledged.set(body.phone, json.id);
        return json;
      }
      if (status !== 503 && status !== 502 && status !== 'broken') {
        this.faults.push(`answered with ${status}`);
      }
    }
    this.faults.push('not acknowledged in a minute');
    return undefined;
  }

  start(pages) {
    this.#going = true;
    const page = async () => {
      while (this.#going) {
        await this.send();
        await sleep(this.pause);
      }
    };
    this.running = Promise.all(Array.from({ length: pages }, page));
  }

  async stop() {
    this.#going = false;
    await this.running;
  }

  /** @param {string} lines of `leads export --jsonl` */
  account(lines) {
    const leads = lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const stored = new Map(leads.map((lead) => [lead.phone, lead.id]));
    const found = [...this.acknowledged].filter(([phone, id]) => stored.get(phone) === id).length;
    return {
      acknowledged: this.acknowledged.size,
      found,
      stored: leads.length,
      twice: leads.length - stored.size,
    };
  }
}
