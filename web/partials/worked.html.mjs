// What stands in place of the calculator where scripts do not run: a worked example, counted by the core at build.
import { roundedToSum } from '../js/charts/scale.js';
import * as format from '../js/text/format.js';
import { factorName } from '../js/text/names.js';
import { words } from '../tools/typography.mjs';

const row = (cells, tag = 'td') =>
  `<tr><th scope="${tag === 'th' ? 'col' : 'row'}">${cells[0]}</th>${cells
    .slice(1)
    .map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${cell}</${tag}>`)
    .join('')}</tr>`;

export default ({ worked }) => {
  const { scenario, report } = worked.full;
  const { now, target, money_left: left, levers } = report;
  const pointOf = (id) => levers.find((lever) => lever.id === id)?.per_point;
  const shown = left.by_factor.filter(({ amount }) => amount !== 0);
  const amounts = roundedToSum(
    shown.map(({ amount }) => amount),
    left.per_month,
  );
  const factors = shown.map(({ id }, i) => {
    const stage = now.stages.findIndex((one) => one.id === id);
    const shares =
      stage < 0
        ? ['', '']
        : [format.percent(now.stages[stage].conversion), format.percent(target.stages[stage].conversion)];
    return row([
      words(factorName(id, scenario)),
      ...shares,
      stage < 0 ? '' : format.roubles(pointOf(id)),
      format.roubles(amounts[i]),
    ]);
  });
  return `<noscript><div class="worked">
<p>${words(`Вот пример, посчитанный тем же расчётом: ${format.number(scenario.managers)} менеджеров, ${format.number(scenario.leads_per_month)} заявок в месяц, средний чек ${format.roubles(scenario.average_check)}, один успевает взять ${format.number(scenario.capacity_leads_per_manager)} заявок.`)}</p>
<div class="data__table"><table class="table"><caption class="vh">Пример расчёта по этапам</caption><thead>${row(['Этап', 'Сейчас', 'Цель', '+1&nbsp;пункт даёт', 'Вклад в месяц'], 'th')}</thead><tbody>${factors.join('')}${row(['Недозарабатывают в&nbsp;месяц', '', '', '', `<b>${format.roubles(left.per_month)}</b>`])}</tbody></table></div>
<p>${words(`Сейчас выручка ${format.roubles(now.revenue)}, при таких целях ${format.roubles(target.revenue)}. Разница скорее всего от ${format.roubles(report.uncertainty.money_left_range[0])} до ${format.roubles(report.uncertainty.money_left_range[1])}.`)}</p>
<p>Ваши числа можем посчитать вместе: <a href="#request">оставьте заявку</a>.</p>
</div></noscript>`;
};
