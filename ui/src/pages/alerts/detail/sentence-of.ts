import type { Entry } from '#ui/api/contract.ts';
import { firstField, whereOf } from '../list/field-value.ts';

export interface SentencePart {
  readonly text: string;
  /** From the alert, as it came. */
  readonly isQuoted: boolean;
}

/** "`sh`, a child of `node`, ran `/tmp/x` as user `app` (uid 1000) in `checkout-api`." Empty where the fields tell too little. */
export function sentenceOf(entry: Entry): readonly SentencePart[] {
  const parts = entry.alert.source === 'k8s_audit' ? auditParts(entry) : processParts(entry);
  return parts.length === 0 ? [] : [...parts, say('.')];
}

function processParts(entry: Entry): readonly SentencePart[] {
  const name = firstField(entry, 'proc.name');
  const deed = deedOf(entry);
  if (name === undefined || !deed) return [];
  const parent = firstField(entry, 'proc.pname');
  return [
    quote(name),
    ...(parent === undefined || parent === name ? [] : [say(', a child of '), quote(parent), say(',')]),
    ...deed,
    ...userParts(entry),
    ...placeParts(entry),
  ];
}

/** What was done: to a file, over the network, or the command itself. */
function deedOf(entry: Entry): readonly SentencePart[] | undefined {
  const file = firstField(entry, 'fd.name', 'fs.path.name');
  const event = firstField(entry, 'evt.type') ?? '';
  const isConnection = file !== undefined && /(?:->|:\d+$)/.test(file);
  if (isConnection) return [say(' talked over '), quote(file)];
  if (file !== undefined) return [say(` ${verbs[event] ?? 'touched'} `), quote(file), ...commandParts(entry)];
  const line = firstField(entry, 'proc.cmdline', 'proc.exepath');
  return line === undefined ? undefined : [say(' ran '), quote(line)];
}

const verbs: Readonly<Record<string, string>> = {
  open: 'opened',
  openat: 'opened',
  openat2: 'opened',
  creat: 'created',
  unlink: 'removed',
  unlinkat: 'removed',
  rename: 'renamed',
  renameat2: 'renamed',
  symlinkat: 'linked to',
  mkdir: 'created the folder',
  chmod: 'changed the mode of',
};

function commandParts(entry: Entry): readonly SentencePart[] {
  const line = firstField(entry, 'proc.cmdline');
  return line === undefined ? [] : [say(' with '), quote(line)];
}

function userParts(entry: Entry): readonly SentencePart[] {
  const user = firstField(entry, 'user.name');
  const uid = firstField(entry, 'user.uid');
  if (user === undefined) return [];
  return [say(' as user '), quote(user), ...(uid === undefined ? [] : [say(` (uid ${uid})`)])];
}

function placeParts(entry: Entry): readonly SentencePart[] {
  const { workload, namespace } = whereOf(entry);
  if (workload === undefined) {
    const { hostname } = entry.alert;
    return hostname === undefined || hostname === '' ? [] : [say(' on the host '), quote(hostname)];
  }
  return [say(' in '), quote(namespace === undefined ? workload : `${namespace} / ${workload}`)];
}

function auditParts(entry: Entry): readonly SentencePart[] {
  const user = firstField(entry, 'ka.user.name');
  const verb = firstField(entry, 'ka.verb');
  if (user === undefined || verb === undefined) return [];
  const resource = firstField(entry, 'ka.target.resource');
  const name = firstField(entry, 'ka.target.name');
  const namespace = firstField(entry, 'ka.target.namespace');
  return [
    quote(user),
    say(' asked the API server to '),
    quote(verb),
    ...(resource === undefined ? [] : [say(' '), quote(resource)]),
    ...(name === undefined ? [] : [say(' '), quote(name)]),
    ...(namespace === undefined ? [] : [say(' in '), quote(namespace)]),
  ];
}

function say(text: string): SentencePart {
  return { text, isQuoted: false };
}

function quote(text: string): SentencePart {
  return { text, isQuoted: true };
}
