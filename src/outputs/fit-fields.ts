import { cutMark, shorten } from './shorten.ts';

type Field = readonly [name: string, value: string];

interface Room {
  /** Of all names and values together. */
  readonly maxLength: number;
  readonly maxNameLength: number;
  readonly maxValueLength: number;
}

/** As many fields as there is room for, in their order, long ones cut; the last one says that there are more. */
export function fitFields(fields: readonly Field[], { maxLength, maxNameLength, maxValueLength }: Room): Field[] {
  const more: Field = [cutMark, 'more fields'];
  const fitting: Field[] = [];
  let left = maxLength - lengthOf(more);
  for (const [name, value] of fields) {
    const field: Field = [shorten(name, maxNameLength), shorten(value, maxValueLength)];
    left -= lengthOf(field);
    if (left < 0) return [...fitting, more];
    fitting.push(field);
  }
  return fitting;
}

function lengthOf([name, value]: Field): number {
  return name.length + value.length;
}
