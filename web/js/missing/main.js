// @ts-check
// A link whose "#" came as "%23", as some messengers write it, asks the server for a page that is none: it is put right and opened.

import { linkBehind } from './link-behind.js';

const link = linkBehind(location.pathname + location.search);
if (link) location.replace(link);
