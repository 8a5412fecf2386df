import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { defineSessionOutput } from './define.ts';
import { DeliveryError } from './errors.ts';
import type { StandardOutput } from './output.ts';
import { prettyAlert } from './pretty-alert.ts';

export const stdout = defineSessionOutput({
  id: 'stdout',
  transport: 'local',
  about: {
    title: 'Standard output',
    category: 'log',
    website: 'https://en.wikipedia.org/wiki/Standard_streams',
    summary: 'prints alerts to the standard output',
    setup:
      'It needs nothing, so it is switched on by `enabled: true`, and by itself where no other output is configured. Whatever collects the logs of a container gets one JSON object a line.',
    fixes: ['Falcosidekick has no such output.'],
  },
  options: z.strictObject({
    format: z
      .enum(['auto', 'pretty', 'json'])
      .default('auto')
      .describe('One JSON object a line, or something for people to read; `auto` is pretty on a terminal only.'),
  }),
  examples: {
    minimal: {},
    'for people': { format: 'pretty' },
    'for machines': { format: 'json' },
  },
  batch: { maxAlerts: 100, maxBytes: 1_000_000 },
  message: (alerts, { format }) => {
    const json = alerts.map((alert) => `${alert.json}\n`).join('');
    if (format === 'json') return { terminal: json, pipe: json };
    const pretty = alerts.map((alert) => `${prettyAlert(alert, { colour: true })}\n`).join('');
    return { terminal: pretty, pipe: format === 'pretty' ? stripVTControlCharacters(pretty) : json };
  },
  async open(_options, { stdout: stream, lost }) {
    stream.on('error', lost);
    return {
      send: async ({ terminal, pipe }) => write(stream, stream.isTTY ? inColours(terminal, stream) : pipe),
      close: async () => {
        stream.off('error', lost);
      },
    };
  },
});

/** The environment of a terminal can say that it wants none, see https://no-color.org. */
function inColours(text: string, stream: StandardOutput): string {
  return stream.hasColors?.() === false ? stripVTControlCharacters(text) : text;
}

/** Resolves when the operating system has it. */
function write(stream: StandardOutput, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(new DeliveryError(`The standard output cannot be written: ${error.message}`));
      else resolve();
    });
  });
}
