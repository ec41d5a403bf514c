// Mail in tests: a mailbox that speaks SMTP, and a reader that takes a message as RFC 5322, 2045 and 2046 write it, refusing whatever a strict
// one might take amiss.
import assert from 'node:assert/strict';
import net from 'node:net';

const kOnce = ['date', 'from', 'to', 'subject', 'message-id', 'mime-version', 'content-type', 'reply-to'];

/** @param {string} text */
function headersOf(text) {
  /** @type {Record<string, string>} */
  const headers = {};
  for (const line of text.split('\r\n')) {
    assert.doesNotMatch(line, /^[ \t]/, 'a folded line');
    const [, name, value] = /^([!-9;-~]+): ([\x20-\x7e]+)$/.exec(line) ?? [];
    assert.ok(name, `a header of printable ASCII: ${JSON.stringify(line)}`);
    const key = name.toLowerCase();
    assert.ok(!(kOnce.includes(key) && key in headers), `${name} twice`);
    headers[key] = value;
  }
  return headers;
}

/** "=?UTF-8?B?…?=" words, each of at most 75 characters. @param {string} value */
const decoded = (value) =>
  value.replaceAll('?= =?', '?==?').replace(/=\?UTF-8\?B\?([A-Za-z0-9+/]+=*)\?=/g, (word, base64) => {
    assert.ok(word.length <= 75, word);
    return Buffer.from(base64, 'base64').toString();
  });

/** @param {string} text @returns {{headers: Record<string, string>, body: string}} */
function entityOf(text) {
  const end = text.indexOf('\r\n\r\n');
  assert.ok(end > 0, 'head and body');
  return { headers: headersOf(text.slice(0, end)), body: text.slice(end + 4) };
}

/** @param {string} text of one part */
function contentOf(text) {
  const { headers, body } = entityOf(text);
  assert.match(headers['content-type'], /^text\/(plain|html); charset=utf-8$/);
  assert.equal(headers['content-transfer-encoding'], 'base64');
  for (const line of body.split('\r\n')) assert.match(line, /^[A-Za-z0-9+/=]{0,76}$/);
  const bytes = Buffer.from(body, 'base64');
  return {
    type: headers['content-type'].split(';')[0],
    text: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  };
}

/** @param {string} raw as it went over SMTP, without the final dot */
export function strictMail(raw) {
  for (const line of raw.split('\r\n')) {
    assert.ok(line.length <= 998, 'a line longer than 998');
    assert.doesNotMatch(line, /[\r\n\0]/, 'a bare CR or LF, or NUL');
  }
  const { headers, body } = entityOf(raw);
  for (const name of kOnce.slice(0, 7)) assert.ok(headers[name], `no ${name}`);
  assert.match(
    headers.date,
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$/,
  );
  assert.match(headers['message-id'], /^<[\w.-]+@[\w-]+(\.[\w-]+)+>$/);
  assert.equal(headers['mime-version'], '1.0');
  const [, boundary] =
    /^multipart\/alternative; boundary="([^"]{1,70})"$/.exec(headers['content-type']) ?? [];
  assert.ok(boundary, headers['content-type']);
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
  assert.equal(pieces[0], '', 'nothing before the first part');
  assert.match(pieces.at(-1), /^--(\r\n)*$/, 'nothing after the last part');
  return {
    headers,
    subject: decoded(headers.subject),
    date: new Date(headers.date),
    parts: pieces.slice(1, -1).map((piece) => {
      assert.ok(piece.startsWith('\r\n'));
      return contentOf(piece.slice(2));
    }),
  };
}

/** An SMTP server that takes one kind of refusal. */
export async function smtp(t, refuse = '') {
  const mails = [];
  const server = net.createServer((socket) => {
    let data = false;
    let text = '';
    let rest = '';
    socket.on('error', () => {});
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data) {
          if (line !== '.') {
            text += `${line}\r\n`;
            continue;
          }
          data = false;
          mails.push(text);
          text = '';
          socket.write('250 ok\r\n');
        } else if (/^RCPT/i.test(line) && refuse) socket.write(`${refuse}\r\n`);
        else if (/^DATA/i.test(line)) {
          data = true;
          socket.write('354 go\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  t.after(() => server.close());
  return {
    mails,
    url: `smtp://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`,
  };
}
