import { legalPage } from '../tools/legal.mjs';

export default ({ site, asset }) => legalPage(asset, site, 'consent-processing');
