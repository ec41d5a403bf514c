// The tool kit as files: the same bytes every time, opened by an office without repair, formulas that give what stands beside them, fonts
// inside, a calendar a strict reader accepts, an archive that is safe to unpack.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from '../../web/node_modules/fflate/esm/index.mjs';
import { brandFrom } from '../../web/tools/brand.mjs';
import { documentFonts } from '../../web/tools/fonts.mjs';
import { blocksOf } from '../../web/tools/kit/markdown.mjs';
import { makeKit } from '../../web/tools/kit/kit.mjs';
import { withRasteriser } from '../../web/tools/share/raster.mjs';

const asset = (name) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));
const web = fileURLToPath(new URL('../../web', import.meta.url));
const readJson = async (name) => JSON.parse(await readFile(asset(name), 'utf8'));
const folder = mkdtempSync(path.join(tmpdir(), 'funnel-kit-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const made = async (cache) =>
  makeKit({
    values: (await brandFrom(web, await readJson('site.json'))).values,
    asset,
    readJson,
    fonts: async () => documentFonts(await readJson('fonts.json')),
    raster: withRasteriser,
    cache: path.join(folder, cache),
  });

let kit;
before(async () => {
  kit = await made('first');
});
const bytesOf = (name) => readFileSync(path.join(kit.folder, name));
const names = (ending) => readdirSync(kit.folder).filter((name) => name.endsWith(ending));
const textOf = (parts, name) => Buffer.from(parts[name]).toString('utf8');

test('every tool the site promises is there, and every technique has its tool', async () => {
  assert.deepEqual(
    kit.items.map(({ id, files }) => `${id}: ${files.map(({ type }) => type).join(', ')}`),
    [
      'calls: XLSX',
      'report: XLSX',
      'decomposition: XLSX',
      'modules: DOCX, PDF',
      'rules: DOCX, PDF',
      'portrait: DOCX, PDF',
      'casebank: DOCX',
      'onboarding: XLSX',
      'meetings: DOCX, PDF',
      'motivation: XLSX',
      'checklist: PDF',
      'roadmap: XLSX, ICS',
    ],
  );
  const served = new Set(kit.items.flatMap(({ techniques }) => techniques));
  for (const { id } of (await readJson('techniques.json')).techniques) assert.ok(served.has(id), id);
});

test('the same assets give the same bytes, and a kit that is there is not made again', async () => {
  const second = await made('second');
  for (const name of readdirSync(kit.folder)) {
    assert.ok(bytesOf(name).equals(readFileSync(path.join(second.folder, name))), name);
  }
  const again = await made('second');
  assert.equal(again.folder, second.folder);
});

test('the kit is small: 200 KB a file, 600 KB in all', () => {
  for (const { files } of kit.items) {
    for (const { name, size } of files) assert.ok(size <= 200 * 1024, `${name}: ${size}`);
  }
  assert.ok(kit.archive.size <= 600 * 1024, `${kit.archive.size}`);
});

test('the archive holds every file under a plain name and unpacks to little', () => {
  const parts = unzipSync(bytesOf(kit.archive.name));
  assert.deepEqual(
    Object.keys(parts).sort(),
    kit.items.flatMap(({ files }) => files.map(({ name }) => name)).sort(),
  );
  for (const [name, bytes] of Object.entries(parts)) {
    assert.match(name, /^[a-z0-9-]+\.(xlsx|docx|pdf|ics)$/);
    assert.ok(Buffer.from(bytes).equals(bytesOf(name)), name);
  }
  const whole = Object.values(parts).reduce((sum, bytes) => sum + bytes.length, 0);
  assert.ok(whole / kit.archive.size < 10, 'no bomb');
});

test('office files are whole: types for every part, relations that lead inside, no outside address', () => {
  for (const name of [...names('.xlsx'), ...names('.docx')]) {
    const parts = unzipSync(bytesOf(name));
    assert.equal(Object.keys(parts)[0], '[Content_Types].xml', name);
    const types = textOf(parts, '[Content_Types].xml');
    for (const [, part] of types.matchAll(/PartName="\/([^"]+)"/g)) {
      assert.ok(parts[part], `${name}: ${part}`);
    }
    for (const relations of Object.keys(parts).filter((part) => part.endsWith('.rels'))) {
      const base = path.posix.join(path.posix.dirname(relations), '..');
      for (const [, target] of textOf(parts, relations).matchAll(/Target="([^"]+)"/g)) {
        assert.doesNotMatch(target, /^[a-z]+:/i, `${name}: ${target}`);
        const at = target.startsWith('/') ? target.slice(1) : path.posix.join(base, target);
        assert.ok(parts[at], `${name}: ${relations} → ${target}`);
      }
    }
    for (const part of Object.keys(parts).filter((one) => one.endsWith('.xml'))) {
      execFileSync('xmllint', ['--noout', '-'], { input: Buffer.from(parts[part]) });
    }
  }
});

test('a workbook has its head frozen, its rules, its print area and the paper’s width', () => {
  for (const name of names('.xlsx')) {
    const parts = unzipSync(bytesOf(name));
    const sheets = Object.keys(parts).filter((part) => part.startsWith('xl/worksheets/sheet'));
    const all = sheets.map((part) => textOf(parts, part)).join('');
    assert.match(all, /<dataValidation /, name);
    assert.match(textOf(parts, 'xl/workbook.xml'), /_xlnm\.Print_Area/, name);
    for (const part of sheets) {
      assert.match(textOf(parts, part), /<pageSetup [^>]*fitToHeight="0"/, `${name} ${part}`);
    }
    if (!name.startsWith('dekompoziciya') && !name.startsWith('motivaciya')) {
      assert.match(all, /state="frozen"/, name);
    }
  }
});

/** Formulas of a workbook with the values beside them: sheet name → address → value. */
function formulasOf(parts) {
  const workbook = textOf(parts, 'xl/workbook.xml');
  return [...workbook.matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(([, name], i) => {
    const cells = [
      ...textOf(parts, `xl/worksheets/sheet${i + 1}.xml`).matchAll(
        /<c r="([A-Z]+)(\d+)"([^>]*)><f>[^<]*<\/f>(?:<v>([^<]*)<\/v>)?<\/c>/g,
      ),
    ];
    return {
      name,
      cells: cells.map(([, column, row, look, value]) => ({
        address: `${column}${row}`,
        column: [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1,
        row: Number(row) - 1,
        value: / t="str"/.test(look)
          ? (value ?? '').replaceAll('&quot;', '"')
          : value === undefined
            ? undefined
            : Number(value),
      })),
    };
  });
}

/** The workbook without the values of its formulas: an office has to compute them. */
function forgotten(parts) {
  const entries = Object.entries(parts).map(([name, bytes]) => [
    name,
    name.startsWith('xl/worksheets/sheet')
      ? Buffer.from(
          Buffer.from(bytes)
            .toString('utf8')
            .replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1')
            .replace(/ t="str"(?=><f>)/g, ''),
        )
      : bytes,
  ]);
  return zipSync(Object.fromEntries(entries));
}

const rowsOf = (csv) =>
  csv
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\n')
    .map((line) =>
      (line.match(/("(?:[^"]|"")*"|[^;]*)(;|$)/g) ?? []).map((cell) =>
        cell.replace(/;$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'),
      ),
    );

const office = (kind, files, out) =>
  execFileSync(
    'soffice',
    [
      '--headless',
      `-env:UserInstallation=file://${folder}/profile`,
      '--convert-to',
      kind,
      '--outdir',
      out,
      ...files,
    ],
    { stdio: 'pipe', timeout: 300_000 },
  );

test('an office computes every formula of every workbook to the value that stands beside it', () => {
  const sheets = [];
  const files = [];
  for (const name of names('.xlsx')) {
    const parts = unzipSync(bytesOf(name));
    const stem = name.replace('.xlsx', '');
    const file = path.join(folder, name);
    writeFileSync(file, forgotten(parts));
    files.push(file);
    for (const sheet of formulasOf(parts)) sheets.push({ ...sheet, file: `${stem}-${sheet.name}.csv` });
  }
  office('csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,false,false,false,false,false,-1', files, folder);
  let compared = 0;
  for (const { name, file, cells } of sheets) {
    const rows = rowsOf(readFileSync(path.join(folder, file), 'utf8'));
    for (const { address, row, column, value } of cells) {
      const shown = rows[row]?.[column] ?? '';
      assert.notEqual(value, undefined, `${file} ${name} ${address}: no value beside the formula`);
      if (typeof value === 'string') assert.equal(shown, value, `${file} ${address}`);
      else if (/^\d{2}[./]\d{2}[./]\d{4}$/.test(shown)) continue;
      else {
        const number = shown.endsWith('%') ? Number(shown.slice(0, -1)) / 100 : Number(shown);
        assert.ok(
          Math.abs(number - value) <= 1e-6 * Math.max(1, Math.abs(value)),
          `${file} ${address}: ${shown} against ${value}`,
        );
      }
      compared += 1;
    }
  }
  assert.ok(compared > 1000, `${compared} formulas`);
});

test('an office opens every document, and its headings are headings', () => {
  const files = names('.docx').map((name) => path.join(kit.folder, name));
  const out = path.join(folder, 'pdf');
  office('pdf', files, out);
  for (const name of names('.docx')) {
    const words = execFileSync('pdftotext', [path.join(out, name.replace('.docx', '.pdf')), '-'], {
      encoding: 'utf8',
    });
    assert.ok(words.length > 1500, name);
    const parts = unzipSync(bytesOf(name));
    const body = textOf(parts, 'word/document.xml');
    assert.match(body, /<w:pStyle w:val="Title"\/>/, name);
    assert.ok((body.match(/<w:pStyle w:val="Heading1"\/>/g) ?? []).length >= 3, name);
    assert.match(textOf(parts, 'word/styles.xml'), /ru-RU/, name);
  }
});

test('a PDF has its fonts inside, its title and its language, and no mark without a letter', () => {
  for (const name of names('.pdf')) {
    const file = path.join(kit.folder, name);
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
    assert.ok(fonts.length >= 2 && fonts.every((line) => /yes yes yes/.test(line)), `${name}: ${fonts}`);
    assert.match(
      execFileSync('pdfinfo', [file], { encoding: 'utf8' }),
      /Title:\s+[А-Я][\s\S]*Tagged:\s+yes/,
      name,
    );
    const tags = execFileSync('pdfinfo', ['-struct-text', file], { encoding: 'utf8' });
    assert.match(tags, /^Document\s+H1 \(block\)\s+"[А-Я]/m, `${name}: the title is a heading`);
    assert.ok((tags.match(/^ +P \(block\)/gm) ?? []).length > 5, `${name}: paragraphs`);
    assert.doesNotMatch(tags, /\d из \d+"/, `${name}: feet of pages are no text`);
    assert.match(bytesOf(name).toString('latin1'), /\/Lang \(ru-RU\)/, name);
    assert.doesNotMatch(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }), /\ufffd/, name);
  }
});

test('the calendar keeps to RFC 5545: lines, order, dates, a meeting that recurs twelve times', () => {
  const text = bytesOf('dorozhnaya-karta.ics').toString('utf8');
  assert.ok(text.endsWith('\r\n') && !/[^\r]\n/.test(text));
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const lines = text
    .replace(/\r\n[ \t]/g, '')
    .trimEnd()
    .split('\r\n');
  assert.equal(lines[0], 'BEGIN:VCALENDAR');
  assert.equal(lines.at(-1), 'END:VCALENDAR');
  const events = lines.join('\n').split('BEGIN:VEVENT').slice(1);
  assert.equal(events.length, 13);
  const uids = events.map((event) => /^UID:(.+)$/m.exec(event)[1]);
  assert.equal(new Set(uids).size, uids.length);
  for (const event of events) {
    assert.match(event, /^DTSTAMP:\d{8}T\d{6}Z$/m);
    const [, from] = /^DTSTART[^:]*:(\d{8})/m.exec(event);
    const [, to] = /^DTEND[^:]*:(\d{8})/m.exec(event);
    assert.ok(from <= to, event);
    assert.equal(
      new Date(`${from.slice(0, 4)}-${from.slice(4, 6)}-${from.slice(6)}`).getUTCDay(),
      /RRULE/.test(event) ? 5 : 1,
    );
    assert.doesNotMatch(event, /[^\\],(?! ?[А-Яа-я])/, 'commas escaped');
  }
  assert.match(text, /RRULE:FREQ=WEEKLY;COUNT=12/);
});

test('the road map never gives one person two things at once, nor the department three', async () => {
  const { roadmap } = await readJson('kit/kit.json');
  const { techniques } = await readJson('techniques.json');
  const steps = roadmap.map(([id, week]) => ({ week, ...techniques.find((one) => one.id === id) }));
  for (let week = 1; week <= 12; week += 1) {
    const going = steps.filter((step) => week >= step.week && week < step.week + step.weeks);
    assert.ok(going.length <= 2, `week ${week}: ${going.map(({ id }) => id)}`);
    assert.equal(new Set(going.map(({ owner }) => owner)).size, going.length, `week ${week}`);
  }
  for (const step of steps) {
    assert.ok(step.week + step.weeks <= 13, step.id);
    for (const earlier of step.after) {
      const before = steps.find(({ id }) => id === earlier);
      assert.ok(before && before.week + before.weeks <= step.week, `${step.id} waits for ${earlier}`);
    }
  }
});

test('the texts speak plainly: no shouting, no straight quotes, every table as wide as its head', async () => {
  for (const { text } of (await readJson('kit/kit.json')).items.filter((item) => item.text)) {
    const source = await readFile(asset(`kit/${text}.md`), 'utf8');
    assert.doesNotMatch(source, /!|"| {2}(?!\|)/, text);
    const blocks = blocksOf(source);
    assert.equal(blocks[0].kind, 'title', text);
    for (const block of blocks) {
      if (block.kind === 'table') {
        for (const row of block.rows) assert.equal(row.length, block.head.length, `${text}: ${row}`);
      }
    }
  }
});
