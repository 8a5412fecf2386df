import type { Entry } from '#ui/api/contract.ts';
import { fieldText } from '../list/field-value.ts';

export interface Field {
  readonly name: string;
  readonly text: string;
}

export interface FieldSection {
  readonly title: string;
  readonly fields: readonly Field[];
}

const sections: readonly { readonly title: string; readonly holds: RegExp }[] = [
  { title: 'Kubernetes and container', holds: /^(?:k8s|container|kubernetes)[._]|^cluster$/ },
  { title: 'Kubernetes audit', holds: /^(?:ka|jevt)\./ },
  { title: 'Process and user', holds: /^(?:proc|user|group|thread)\./ },
  { title: 'File and network', holds: /^(?:fd|fs|evt\.(?:arg|res|rawres))[.[]?|^file\./ },
];

/** The fields by what they are about, in a fixed order. What has no value is left out. */
export function sectionsOf({ alert }: Entry): readonly FieldSection[] {
  const rest = new Map(Object.entries(alert.output_fields).map(([name, value]) => [name, fieldText(value)]));
  for (const [name, text] of rest) if (text === '' || text === '<NA>') rest.delete(name);
  const take = (holds: RegExp) => {
    const fields = [...rest].filter(([name]) => holds.test(name)).map(([name, text]) => ({ name, text }));
    for (const { name } of fields) rest.delete(name);
    return fields;
  };
  const known = sections.map(({ title, holds }) => ({ title, fields: take(holds) }));
  return [...known, { title: 'Other fields', fields: take(/^/) }].filter(({ fields }) => fields.length > 0);
}
