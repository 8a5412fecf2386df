import { UsageError, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { table } from '../table.ts';

export const rulesFields: Command = {
  name: 'rules fields',
  summary: 'lists the fields that rules can ask for',
  operands: '[options]',
  options: {
    source: { type: 'string', value: 'NAME', description: 'Of this source only, such as k8s_audit.' },
  },
  maxOperands: 0,
  examples: [
    { command: 'tiercel rules fields --source k8s_audit', explanation: 'What a rule can ask of an audit event' },
  ],
  async run(invocation, { stdout }) {
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
  },
};
