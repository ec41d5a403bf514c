// @ts-check
// What other folders add to the landing page at once. Each gives mount(page): what it needs at once is there, the rest it loads when its
// reader comes near. What they add below the first screen: below.js.

import * as cases from '../cases/landing.js';
import * as forms from '../forms/landing.js';
import { arrive } from '../offline/arrival.js';

/** @type {{mount: (page: any) => void}[]} */
export const parts = [cases, forms, { mount: arrive }];
