import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const rulesCheck: Command = {
  name: 'rules check',
  summary: 'tells what is wrong with rules files, as "falco --validate" does',
  operands: '[options] <file or folder> ...',
  details: 'Each finding has its exact place and a caret. Ends with 1 where a file does not load.',
  options: {
    json: { type: 'boolean', description: "Falco's JSON instead of text." },
    falco: { type: 'boolean', description: 'The text that "falco --validate" prints.' },
  },
  maxOperands: 1000,
  examples: [
    { command: 'tiercel rules check k8s_audit_rules.yaml mine.yaml', explanation: 'Before rules are rolled out' },
    { command: 'tiercel rules check --json mine.yaml', explanation: 'For a program' },
  ],
  async run(invocation, { stdout }) {
    const { loadRulesFiles, readRulesFiles, textOf } = await import('./rules-files.ts');
    const { loaded } = loadRulesFiles(readRulesFiles(invocation.operands));
    if (invocation.flag('json')) {
      const { validateJson } = await import('#rules/load/result-json.ts');
      stdout.write(`${JSON.stringify(validateJson(loaded))}\n`);
    } else if (invocation.flag('falco')) {
      const { resultText } = await import('#rules/load/result-text.ts');
      const texts = loaded.results.map((result) => resultText(result, loaded.contents).trimEnd());
      stdout.write(`${texts.join('\n')}\n`);
    } else {
      stdout.write(`${textOf(loaded)}\n`);
    }
    return loaded.isSuccessful ? exitCodes.ok : exitCodes.failure;
  },
};
