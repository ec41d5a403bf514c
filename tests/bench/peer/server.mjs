// The peer: Fastify + better-sqlite3 doing the endpoint's work for a request: validate, then a lead, two consents, two events of the
// hash chain and an idempotency key, in the endpoint's own schema, WAL, synchronous=FULL.
//   node server.mjs each|group DATABASE SCHEMA.sql VERSION SHA256_PROCESSING SHA256_ADVERTISING     prints its port
// each: a transaction a request. group: what waits (at most 256) is one transaction, each row in a savepoint.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import fastify from 'fastify';

const [mode, path, schema, version, processing, advertising] = process.argv.slice(2);
const current = { processing, advertising };
const kBatch = 256;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const db = new Database(path);
for (const pragma of [
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  'foreign_keys = ON',
  'trusted_schema = OFF',
  'cache_size = -4096',
]) {
  db.pragma(pragma);
}
db.exec(readFileSync(schema, 'utf8'));
const document = db.prepare(
  'INSERT INTO documents (kind, version, sha256, title, url, body, recorded_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
);
for (const [kind, hash] of Object.entries(current)) {
  document.run(kind, version, hash, kind, '/', '', Date.now());
}
const secret = randomBytes(32);

const known = db.prepare('SELECT id, content_hash FROM leads WHERE key_hash = ?');
const insertLead = db.prepare(
  `INSERT INTO leads (created_ms, key_hash, content_hash, token_hash, form, name, phone, email, managers_count, monthly_turnover, owner, scenario, report, answers,
   page, referrer, utm_source, utm_medium, utm_campaign, utm_term, utm_content) VALUES (${Array(21).fill('?').join()}) RETURNING id`,
);
const insertConsent = db.prepare(
  'INSERT INTO consents (lead_id, kind, version, sha256, given, given_ms, ip, user_agent, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
);
const lastEvent = db.prepare('SELECT seq, hash FROM consent_events ORDER BY seq DESC LIMIT 1');
const insertEvent = db.prepare(
  'INSERT INTO consent_events (seq, lead_id, kind, event, version, sha256, at_ms, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
);

function store({ body, ip, agent }) {
  const now = Date.now();
  const keyHash = sha256(body.idempotency_key);
  const contentHash = sha256(JSON.stringify(body));
  const token = createHmac('sha256', secret)
    .update(body.idempotency_key)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
  const same = known.get(keyHash);
  if (same) return { status: same.content_hash === contentHash ? 200 : 409, id: same.id, token };
  const utm = body.utm ?? {};
  const { id } = insertLead.get(
    now,
    keyHash,
    contentHash,
    sha256(token),
    body.form,
    body.name ?? '',
    body.phone ?? '',
    body.email ?? '',
    body.managers_count ?? 0,
    body.monthly_turnover ?? '',
    body.owner === undefined ? 'unsaid' : body.owner ? 'yes' : 'no',
    '',
    '',
    '',
    body.page ?? '',
    body.referrer ?? '',
    utm.source ?? '',
    utm.medium ?? '',
    utm.campaign ?? '',
    utm.term ?? '',
    utm.content ?? '',
  );
  for (const consent of body.consents) {
    insertConsent.run(
      id,
      consent.document,
      consent.version,
      consent.sha256,
      consent.given ? 1 : 0,
      now,
      ip,
      agent,
      body.page ?? '',
    );
    const last = lastEvent.get() ?? { seq: 0, hash: '0'.repeat(64) };
    const event = consent.given ? 'given' : 'refused';
    const hash = sha256(
      [last.hash, last.seq + 1, id, consent.document, event, consent.version, consent.sha256, now].join('\n'),
    );
    insertEvent.run(
      last.seq + 1,
      id,
      consent.document,
      event,
      consent.version,
      consent.sha256,
      now,
      last.hash,
      hash,
    );
  }
  return { status: 201, id, token };
}

const storeAlone = db.transaction(store).immediate;
const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const savepoint = db.prepare('SAVEPOINT job');
const release = db.prepare('RELEASE SAVEPOINT job');
const undo = db.prepare('ROLLBACK TO SAVEPOINT job');
const waiting = [];
let scheduled = false;
function storeWaiting() {
  scheduled = false;
  const batch = waiting.splice(0, kBatch);
  if (waiting.length > 0) schedule();
  const results = [];
  begin.run();
  for (const { work } of batch) {
    savepoint.run();
    try {
      results.push(store(work));
    } catch {
      undo.run();
      results.push({ status: 500 });
    }
    release.run();
  }
  commit.run();
  batch.forEach(({ done }, i) => done(results[i]));
}
function schedule() {
  if (scheduled) return;
  scheduled = true;
  setImmediate(storeWaiting);
}
const storeInGroup = (work) =>
  new Promise((done) => {
    waiting.push({ work, done });
    schedule();
  });

const text = (maxLength) => ({ type: 'string', maxLength });
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['form', 'idempotency_key', 'name', 'phone', 'consents'],
  properties: {
    form: { enum: ['diagnosis', 'checklist', 'materials', 'callback'] },
    idempotency_key: { type: 'string', pattern: '^[A-Za-z0-9-]{16,64}$' },
    name: { type: 'string', minLength: 1, maxLength: 100 },
    phone: text(40),
    email: text(254),
    managers_count: { type: 'integer', minimum: 1, maximum: 10000 },
    monthly_turnover: { enum: ['up_to_1m', '1m_5m', '5m_20m', '20m_100m', 'over_100m'] },
    owner: { type: 'boolean' },
    consents: {
      type: 'array',
      maxItems: 2,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['document', 'version', 'sha256', 'given'],
        properties: {
          document: { enum: Object.keys(current) },
          version: text(40),
          sha256: text(64),
          given: { type: 'boolean' },
        },
      },
    },
    page: text(500),
    referrer: text(500),
    utm: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        ['source', 'medium', 'campaign', 'term', 'content'].map((key) => [key, text(200)]),
      ),
    },
    website: text(200),
  },
};

const app = fastify({ logger: false, bodyLimit: 65536, ajv: { customOptions: { removeAdditional: false } } });
app.post('/api/leads', { schema: { body } }, async (request, reply) => {
  const lead = request.body;
  const digits = lead.phone.replace(/[\s()-]/g, '').replace(/^8(?=\d{10}$)/, '+7');
  if (!/^\+\d{8,15}$/.test(digits)) return reply.code(422).send({ error: 'invalid' });
  lead.phone = digits;
  if (lead.consents.some((c) => c.version !== version || c.sha256 !== current[c.document])) {
    return reply.code(409).send({ error: 'document_changed' });
  }
  if (!lead.consents.some((c) => c.document === 'processing' && c.given)) {
    return reply.code(422).send({ error: 'invalid' });
  }
  const work = { body: lead, ip: request.ip, agent: request.headers['user-agent'] ?? '' };
  const { status, id, token } = mode === 'group' ? await storeInGroup(work) : storeAlone(work);
  return reply.code(status).send({
    id,
    number: String(id).padStart(6, '0'),
    receipt_url: `/r/${token}`,
    withdraw_url: `/r/${token}/withdraw`,
  });
});
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(/** @type {import('node:net').AddressInfo} */ (app.server.address()).port);
process.on('SIGTERM', () => process.exit(0));
