// What others take for a part of what `funnel deals` does; installed by tests/bench/run.sh.
// @ts-ignore: installed by tests/bench/run.sh
import { DuckDBInstance } from '@duckdb/node-api';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
// @ts-ignore: installed by tests/bench/run.sh
import Papa from 'papaparse';

/** Rows alone. @param {string} where */
export function papaRows(where) {
  let rows = 0;
  Papa.parse(readFileSync(where, 'utf8'), {
    step: () => {
      rows += 1;
    },
  });
  if (rows < 2) throw new Error('Papa Parse read nothing');
}

const kPandas = `
import sys, pandas
deals = pandas.read_csv(sys.argv[1])
month = pandas.to_datetime(deals['Дата создания'], format='%d.%m.%Y %H:%M').dt.to_period('M')
closed = pandas.to_datetime(deals['Дата закрытия'], format='%d.%m.%Y')
counts = deals.groupby([month, 'Ответственный', 'Стадия сделки'])['Сумма'].agg(['count', 'sum'])
print(len(counts), closed.notna().sum())
`;

/** Rows, and how many deals each month, manager and outcome has; the interpreter's start included. @param {string} where */
export function pandasCounts(where) {
  const run = spawnSync('/usr/bin/python3', ['-c', kPandas, where], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
}

/** The same, one thread. @param {string} where */
export async function duckdbCounts(where) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`
    SELECT date_trunc('month', strptime("Дата создания", '%d.%m.%Y %H:%M')), "Ответственный", "Стадия сделки",
      count(*), sum("Сумма"), count(strptime("Дата закрытия", '%d.%m.%Y'))
    FROM read_csv('${where}', header = true, types = {'Дата создания': 'VARCHAR', 'Дата закрытия': 'VARCHAR'})
    GROUP BY ALL`);
  if (read.getRows().length < 10) throw new Error('DuckDB counted nothing');
  connection.closeSync();
  instance.closeSync();
}
