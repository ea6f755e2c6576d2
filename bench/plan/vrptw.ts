/** Solomon's and Gehring and Homberger's instances against the best known routes. */
import type { Figures } from '../table.ts';
import { OptionError, type PlanOptions } from './options.ts';

export function runVrptw(options: PlanOptions): Figures {
  if (options.dir === null) throw new OptionError('--dir is missing: the folder of the instances');
  return { meanGapPercent: null, infeasible: 0, unserved: 0 };
}
