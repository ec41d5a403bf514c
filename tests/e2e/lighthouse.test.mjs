// Lighthouse of the pages that count while a person types: three runs each, alone on the machine.
import { lighthouseTests } from './lighthouse-runs.mjs';

await lighthouseTests('with scripts');
