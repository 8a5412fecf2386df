import { prettyAlert } from '#outputs/pretty-alert.ts';
import { readJson } from '#kit/json-read.ts';
import { entryFromJson } from '#api/entry-json.ts';
import { apiClient, apiOptions } from './api-client.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const tail: Command = {
  name: 'tail',
  summary: 'follows the alerts of a running Tiercel as they come',
  operands: '[options]',
  options: {
    priority: { type: 'string', short: 'p', value: 'PRIORITY', description: 'Only alerts of at least this priority.' },
    rule: { type: 'string', short: 'r', value: 'RULE', description: 'Only alerts of this rule.' },
    json: { type: 'boolean', description: 'One JSON object per line instead of readable text.' },
    ...apiOptions,
  },
  maxOperands: 0,
  examples: [
    { command: 'tiercel tail', explanation: 'Watch everything' },
    { command: 'tiercel tail -p warning', explanation: 'Watch what is Warning or worse' },
    { command: 'tiercel tail --json | jq .rule', explanation: 'Hand the alerts to another program' },
  ],
  async run(invocation, terminal) {
    const { stdout, stderr, signal } = terminal;
    const api = apiClient(invocation, terminal);
    const colour = stdout.isTTY && terminal.environment['NO_COLOR'] === undefined;
    try {
      const query = { priority: invocation.text('priority'), rule: invocation.text('rule') };
      for await (const { event, data } of api.events('/tail', query)) {
        if (event === 'dropped') {
          stderr.write(
            `(${data} alerts left out here: they came faster than they could be shown; the journal has them)\n`,
          );
          continue;
        }
        const { alert } = entryFromJson(readJson(data, { maxDepth: 10_000 }));
        stdout.write(`${invocation.flag('json') ? alert.json : prettyAlert(alert, { colour })}\n`);
      }
      stderr.write(`${api.url} ended the stream.\n`);
      return exitCodes.unavailable;
    } catch (error) {
      if (signal.aborted) return exitCodes.ok;
      throw error;
    }
  },
};
