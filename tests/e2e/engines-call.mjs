// A call in the workbench, for every engine: a script that runs in the page, and what it has to say.
import assert from 'node:assert/strict';

/** Runs in the page: a call in the workbench through its mirror; what it says then, how many colours its canvas has. @param {boolean} again after a reload */
export const callStep = (again) => `(async () => {
  const until = async (ready) => { for (let i = 0; i < 600 && !ready(); i++) await new Promise((r) => setTimeout(r, 50)); };
  const root = document.documentElement;
  await until(() => 'ready' in root.dataset);
  const said = () => document.querySelector('[data-mirror-status]').textContent.replaceAll('\\u00a0', ' ');
  if (root.dataset.ready !== 'true') return JSON.stringify({ ready: document.querySelector('[data-fallback]').textContent, said: '', names: [], colors: 0 });
  const type = (name, text) => {
    const label = [...document.querySelectorAll('.mirror__field label')].find((one) => one.textContent.startsWith(name));
    const field = document.getElementById(label.htmlFor);
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  };
  if (${!again}) {
    for (const [name, text] of [['Менеджеров', '4'], ['Заявок в месяц', '320'], ['Средний чек', '85к'], ['Дозвон', '70'], ['Квалификация', '45 %'], ['Встреча', '40'], ['Оплата', '25']]) type(name, text);
    document.querySelector('.mirror [data-command=freeze]').click();
    type('Средний чек', '100 тыс');
    await until(() => /151 200/.test(said()));
    await until(() => /Сохранено/.test(document.querySelector('[data-kept]').textContent));
  }
  const canvas = document.querySelector('canvas');
  globalThis.funnelWorkbench.draw();
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const colors = new Set();
  for (let i = 0; i < data.length; i += 4) colors.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  const names = Object.values(globalThis.funnelWorkbench.state().slots).map(({ name }) => name.replaceAll('\\u00a0', ' '));
  return JSON.stringify({ ready: root.dataset.ready, said: said(), names, colors: colors.size });
})()`;

export function checkCall(text) {
  const { ready, said, names, colors } = JSON.parse(text);
  assert.equal(ready, 'true');
  assert.match(
    said,
    /«Чек 100 тыс\.» к «Как есть»: \+151 200 ₽\. Из \+151 200: средний чек \+151 200\. Выручка 1 008 000 ₽/,
  );
  assert.deepEqual(names, ['Как есть', 'Чек 100 тыс.']);
  assert.ok(colors > 20, `${colors} colours`);
}
