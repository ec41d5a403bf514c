import { words } from '../tools/typography.mjs';

export default async ({ readJson }) => words((await readJson('sections.json')).hero.title);
