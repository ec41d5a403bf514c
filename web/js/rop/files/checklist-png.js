// @ts-check
// Charts of the meeting as pictures.

import { areaBarsChart, areaScores, radarChart } from '../charts.js';
import { savePictures } from '../../takeaway/pictures.js';
import { fileName } from '../../takeaway/save.js';

/** @param {import('./checklist-workbook.js').Source} source */
export function saveChecklistPictures(source) {
  const scores = areaScores(source, source.checklist.asked(source.run.length));
  const charts = [
    { chart: areaBarsChart(scores, { width: 560, name: 'png-areas' }), title: 'Области, вы и РОП о себе' },
    { chart: radarChart(scores, { width: 420, name: 'png-radar' }), title: 'Области кругом' },
  ];
  return savePictures(charts, fileName('Картинки чек-листа', source.run.title, new Date(), 'zip'));
}
