import { configurationJsonSchema } from '#config/json-schema.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';

export const schema: Command = {
  name: 'schema',
  summary: 'prints the JSON Schema of the configuration, for editors',
  operands: '',
  options: {},
  maxOperands: 0,
  examples: [
    {
      command: 'tiercel schema > tiercel.schema.json',
      explanation: 'Completion and checks in an editor that knows JSON Schema',
    },
  ],
  async run(_invocation, { stdout }) {
    stdout.write(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
    return exitCodes.ok;
  },
};
