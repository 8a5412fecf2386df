import { z } from 'zod';
import { AlertFile } from './alert-file.ts';
import { defineSessionOutput } from './define.ts';
import { byteSize } from './options.ts';

export const file = defineSessionOutput({
  id: 'file',
  transport: 'local',
  about: {
    title: 'File',
    category: 'storage',
    website: 'https://github.com/ndjson/ndjson-spec',
    summary: 'appends alerts to a file, one JSON object a line',
    setup:
      'The folder must exist. The file is created, and rotated by renaming: `alerts.json` becomes `alerts.json.1`, and that `alerts.json.2`. Another program may rotate it, too, by renaming it.',
    fixes: ['Falcosidekick has no such output.'],
  },
  options: z.strictObject({
    path: z.string().min(1).describe('The path of the file.'),
    maxsize: byteSize('The size that the file does not grow beyond before it is rotated; 0 is no limit.', '100MiB'),
    maxfiles: z.int().min(0).max(1000).default(5).describe('How many rotated files are kept.'),
  }),
  examples: {
    minimal: { path: '/var/log/tiercel/alerts.json' },
    'a year of small files': { path: '/var/log/tiercel/alerts.json', maxsize: '10MB', maxfiles: 365 },
  },
  batch: { maxAlerts: 1000, maxBytes: 4_000_000 },
  message: (alerts) => alerts.map((alert) => `${alert.json}\n`).join(''),
  async open({ path, maxsize, maxfiles }, { lost }) {
    const opened = await AlertFile.open({ path, maxBytes: maxsize, keptFiles: maxfiles });
    return {
      async send(lines) {
        try {
          await opened.append(lines);
        } catch (error) {
          lost(error instanceof Error ? error : new Error(String(error)));
          throw error;
        }
      },
      close: () => opened.close(),
    };
  },
});
