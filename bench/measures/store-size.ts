import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { atMost, type Measure } from '../harness/measure.ts';
import { bytesPerAlert } from '../harness/units.ts';
import { bytesOnDisk } from '../parts/folder-size.ts';
import { load } from '../parts/load.ts';
import { startTiercel } from '../parts/tiercel.ts';
import { untilIdle } from '../parts/usage.ts';

export const storeSize: Measure = {
  goal: 'G10',
  name: 'bytes on disk ÷ bytes posted',
  about:
    'All files of the journal after a clean stop, full-text index and counts included, against the JSON that was posted; alerts that differ in process, container, pod, user and time. Once: it does not depend on chance.',
  async run(context) {
    const alerts = context.sizes.storedAlerts;
    const runs = await context.inPairs(async () => {
      const folder = mkdtempSync(path.join(context.program.folder, 'store-'));
      const posted = { bytes: 0 };
      {
        await using tiercel = await startTiercel(context.program, { folder });
        posted.bytes = (
          await load(tiercel.url, { mode: 'closed', seconds: 3600, alerts, isFresh: true })
        ).acceptedBytes;
        await untilIdle(tiercel.pid);
      }
      return { posted: posted.bytes / alerts, stored: bytesOnDisk(path.join(folder, 'journal')) / alerts };
    }, 1);
    return [
      {
        name: `bytes on disk ÷ bytes posted, ${alerts.toLocaleString('en-US')} alerts`,
        ours: runs.map(({ stored }) => stored),
        against: runs.map(({ posted }) => posted),
        unit: bytesPerAlert,
        target: atMost(0.5),
      },
    ];
  },
};
