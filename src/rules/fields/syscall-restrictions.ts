/** Fields that Falco compares in a way of their own, so that neither of their sides can be another field. */
export const fieldsWithoutRightFields: ReadonlySet<string> = new Set([
  'evt.rawarg',
  'evt.around',
  'fd.ip',
  'fd.port',
  'fd.proto',
  'fd.net',
  'fd.cnet',
  'fd.snet',
  'fd.lnet',
  'fd.rnet',
  'fd.cip.name',
  'fd.sip.name',
  'fd.lip.name',
  'fd.rip.name',
  'fd.types',
  'proc.aexe',
  'proc.aexepath',
  'proc.aname',
  'proc.acmdline',
  'proc.aenv',
  'proc.apid',
]);

/** Fields that no transformer takes: the same, but for this list, which can at least be measured. */
export function allowsTransformers(name: string): boolean {
  return name === 'fd.types' || !fieldsWithoutRightFields.has(name);
}
