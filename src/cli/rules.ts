import { readFileSync } from 'node:fs';
import { UsageError, type Command, type Invocation, type Terminal } from './command.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { table } from './table.ts';

export const rules: Command = {
  name: 'rules',
  summary: 'checks rules of Falco, lists them and what they can ask, and runs them over Kubernetes audit logs',
  operands: '<check|list|fields|run> [options] [file ...]',
  details: [
    'Rules are those of Falco, engine 0.63.0. Files are loaded in their order, each over those before it.',
    'check tells what is wrong with rules files, as "falco --validate" does, and ends with 1 where one does not load.',
    'run evaluates the rules over Kubernetes audit logs, a JSON object a line, and prints an alert a line.',
    'Rules over system calls can be checked and listed; it takes Falco itself to run them.',
  ].join('\n'),
  options: {
    rules: { type: 'string', short: 'r', value: 'FILES', description: 'run: the rules files, with commas between.' },
    all: { type: 'boolean', description: 'run: every rule that matches an event, not only the first.' },
    source: { type: 'string', value: 'NAME', description: 'fields, list: of this source only, such as k8s_audit.' },
    json: { type: 'boolean', description: "check, list: Falco's JSON instead of text." },
    falco: { type: 'boolean', description: 'check: the text that "falco --validate" prints.' },
  },
  maxOperands: 1000,
  examples: [
    { command: 'tiercel rules check k8s_audit_rules.yaml mine.yaml', explanation: 'Before rules are rolled out' },
    { command: 'tiercel rules list --source k8s_audit k8s_audit_rules.yaml', explanation: 'What they look for' },
    { command: 'tiercel rules fields --source k8s_audit', explanation: 'What a rule can ask of an audit event' },
    {
      command: 'tiercel rules run --rules k8s_audit_rules.yaml audit.log',
      explanation: 'What would have been found in a log',
    },
  ],
  async run(invocation, terminal) {
    const [action = '', ...files] = invocation.operands;
    const { checkRules, listRules } = await import('./rules-files.ts');
    switch (action) {
      case 'check':
        return checkRules(readFiles(files), invocation, terminal);
      case 'list':
        return listRules(readFiles(files), invocation, terminal);
      case 'fields':
        return listFields(invocation, terminal);
      case 'run':
        return run(files, invocation, terminal);
      default:
        throw new UsageError(`There is no action ${JSON.stringify(action)}: use check, list, fields or run`);
    }
  },
};

/** @throws UsageError where there is none, Error where one cannot be read */
function readFiles(names: readonly string[]): readonly { readonly name: string; readonly text: string }[] {
  if (names.length === 0) throw new UsageError('Which rules files?');
  return names.map((name) => ({ name, text: readText(name) }));
}

function readText(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The rules file "${name}" cannot be read: ${reason}`, { cause: error });
  }
}

async function listFields(invocation: Invocation, { stdout }: Terminal): Promise<ExitCode> {
  const { catalogsOf } = await import('./rules-files.ts');
  const wanted = invocation.text('source');
  const known = [...catalogsOf().values()];
  const catalogs = known.filter(({ source }) => wanted === undefined || source === wanted);
  if (catalogs.length === 0) {
    const names = known.map(({ source }) => source).join(', ');
    throw new UsageError(`There is no source ${JSON.stringify(wanted)}: use one of ${names}`);
  }
  const rows = catalogs.flatMap((catalog) =>
    catalog
      .all()
      .map(({ name, type, isList, argument, description }) => [
        catalog.source,
        argument === 'none' ? name : `${name}[${argument}]`,
        isList ? `list of ${type}` : type,
        description,
      ]),
  );
  stdout.write(`${table(['SOURCE', 'FIELD', 'TYPE', ''], rows).join('\n')}\n`);
  return exitCodes.ok;
}

async function run(logs: readonly string[], invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const names = invocation.text('rules');
  if (names === undefined) throw new UsageError('Which rules? Give their files with --rules');
  if (logs.length === 0) throw new UsageError('Which audit logs?');
  const { runRules } = await import('./rules-run.ts');
  return runRules(readFiles(names.split(',')), logs, invocation.flag('all') ? 'all' : 'first', terminal);
}
