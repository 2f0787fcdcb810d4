// Loaded before every unit test: `npm test` says the same of the same sources each time, so the properties of fast-check are
// tried on the same examples. To look further, let them roam:
//   LEAD_WORKER_SEED=random npm run unit      (or the number that a failure named)
import fc from 'fast-check';

import { seedFrom } from '../../testbed/seed';

fc.configureGlobal({ ...fc.readConfigureGlobal(), ...seedFrom(process.env.LEAD_WORKER_SEED) });
