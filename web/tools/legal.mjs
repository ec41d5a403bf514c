// Legal texts: assets/legal/*.md with the operator of assets/site.json become the exact words of the documents, their SHA-256 and
// their pages. What a consent record points to is the text made here, byte by byte.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const kConsents = { processing: 'consent-processing', advertising: 'consent-advertising' };

/** Who collects the data. Empty texts are what the operator has not said yet. */
export function operatorOf(site) {
  const {
    name = '',
    inn = '',
    ogrn = '',
    ogrnip = '',
    address = '',
    email = '',
    phone = '',
  } = site.operator ?? {};
  return {
    name,
    inn,
    ogrn: ogrn || ogrnip,
    address,
    email: email || site.email || '',
    phone: phone || site.phone || '',
  };
}

/** "{{#site_funnel}} … {{/site_funnel}}": a part that stands only where site.json says so. @param {string} text */
const onlyTrue = (text, site) =>
  text.replace(/\{\{#(\w+)\}\}\n([\s\S]*?)\{\{\/\1\}\}\n/g, (_, key, part) =>
    site[key] === true ? part : '',
  );

/** One source as {version, title, url, text}; a value the operator has not said reads "не указан". */
export async function legalText(asset, site, name) {
  const source = await readFile(asset(`legal/${name}.md`), 'utf8');
  const end = source.indexOf('\n\n');
  const head = Object.fromEntries(
    source
      .slice(0, end)
      .split('\n')
      .map((line) => line.split(/:\s+/, 2)),
  );
  const operator = operatorOf(site);
  const body = onlyTrue(source.slice(end + 2), site)
    .trim()
    .replace(/\{\{operator\.(\w+)\}\}/g, (_, key) => {
      if (!(key in operator)) throw new Error(`${name}.md: there is no {{operator.${key}}}`);
      return operator[key] || 'не указан';
    });
  return {
    version: head.version,
    title: head.title,
    url: head.url,
    text: `${head.title}\nРедакция от ${head.version}\n\n${body}\n`,
  };
}

/** Contents of /legal/documents.json: the texts consent is given to, and the operator. */
export async function legalDocuments(asset, site) {
  const documents = [];
  for (const [document, name] of Object.entries(kConsents)) {
    const { version, title, url, text } = await legalText(asset, site, name);
    documents.push({
      document,
      version,
      sha256: createHash('sha256').update(text).digest('hex'),
      title,
      url,
      text,
    });
  }
  return { format: 'funnel-documents', version: 1, operator: operatorOf(site), documents };
}

/** {{site.legal.processing.version}} and so on, for the hidden fields of forms. */
export async function legalValues(asset, site) {
  const { documents } = await legalDocuments(asset, site);
  return Object.fromEntries(
    documents.map(({ document, version, sha256 }) => [document, { version, sha256 }]),
  );
}

const escapeHtml = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** The words of a text as HTML: "## " headings, "- " lists, lines of a paragraph kept. */
export function legalHtml(text) {
  return text
    .trim()
    .split('\n\n')
    .slice(1)
    .map((block) => {
      const lines = block.split('\n');
      let html = '';
      if (lines[0].startsWith('## ')) html += `<h2 class="h2">${escapeHtml(lines.shift().slice(3))}</h2>`;
      if (lines.length === 0) return html;
      if (lines.every((line) => line.startsWith('- '))) {
        return `${html}<ul>${lines.map((line) => `<li>${escapeHtml(line.slice(2))}</li>`).join('')}</ul>`;
      }
      return `${html}<p>${lines.map(escapeHtml).join('<br>')}</p>`;
    })
    .join('\n');
}

/** A whole page of one text. */
export async function legalPage(asset, site, name) {
  const { version, title, text } = await legalText(asset, site, name);
  const hash = createHash('sha256').update(text).digest('hex');
  const proof = name.startsWith('consent-')
    ? `<p class="note">SHA-256 текста: <span class="hash">${hash}</span></p>`
    : '';
  return `<!DOCTYPE html>
<html lang="ru">
<head>
<!-- include partials/head.html -->
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/css/legal.css">
<script type="module" src="/js/forms/elsewhere.js"></script>
</head>
<body>
<!-- include partials/masthead.html -->
<main class="page legal" id="main">
<h1 class="h1">${escapeHtml(title)}</h1>
<p class="note">Редакция от ${version}</p>
${legalHtml(text)}
${proof}
</main>
<!-- include partials/footer.html -->
</body>
</html>
`;
}
