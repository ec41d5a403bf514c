import { legalPage } from '../tools/legal.mjs';

export default ({ site, root }) => legalPage(root, site, 'privacy');
