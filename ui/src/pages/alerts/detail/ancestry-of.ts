import type { Entry } from '#ui/api/contract.ts';
import { firstField } from '../list/field-value.ts';

export interface Process {
  readonly name: string;
  /** The arguments, without the name. */
  readonly rest: string;
  readonly pid: string | undefined;
  /** The one that the alert is about. */
  readonly isIt: boolean;
}

const furthest = 9;

/** The process and those it came from, oldest first, as far as the rule's fields tell. */
export function ancestryOf(entry: Entry): readonly Process[] {
  const own = processFrom(entry, 'proc.name', 'proc.cmdline', 'proc.pid', true);
  if (!own) return [];
  const parent =
    processFrom(entry, 'proc.pname', 'proc.pcmdline', 'proc.ppid') ??
    processFrom(entry, 'proc.aname[1]', 'proc.acmdline[1]', 'proc.apid[1]');
  const older = Array.from({ length: furthest - 1 }, (_, index) => index + 2).flatMap(
    (level) => processFrom(entry, `proc.aname[${level}]`, `proc.acmdline[${level}]`, `proc.apid[${level}]`) ?? [],
  );
  return [...older.toReversed(), ...(parent ? [parent] : []), own];
}

function processFrom(entry: Entry, nameField: string, lineField: string, pidField: string, isIt = false) {
  const line = firstField(entry, lineField);
  const name = firstField(entry, nameField) ?? line?.split(' ')[0];
  if (name === undefined) return undefined;
  const program = line?.split(' ')[0] ?? '';
  const isOfProgram = program === name || program.endsWith(`/${name}`);
  const rest = isOfProgram ? line?.slice(program.length + 1) : line;
  return { name, rest: rest ?? '', pid: firstField(entry, pidField), isIt } satisfies Process;
}
