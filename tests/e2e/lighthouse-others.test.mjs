// Lighthouse of all other pages, one run each, beside other journeys.
import { lighthouseTests } from './lighthouse-runs.mjs';

await lighthouseTests('others');
