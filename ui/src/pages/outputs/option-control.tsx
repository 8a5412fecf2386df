import type { ReactNode } from 'react';
import { Field, Input, Switch, TextArea, type ControlProps } from '#ui/design/field.tsx';
import { Select } from '#ui/design/select.tsx';
import type { OptionField } from './schema-fields.ts';

interface OptionControlProps {
  readonly field: OptionField;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** One option with its control. An empty one is left out of the configuration. */
export function OptionControl({ field, value, error, onChange }: OptionControlProps): ReactNode {
  return (
    <Field label={field.name} aside={field.isRequired ? 'required' : undefined} hint={hintOf(field)} error={error}>
      {(control) => controlOf(field, value, onChange, control)}
    </Field>
  );
}

function controlOf(
  field: OptionField,
  value: unknown,
  onChange: (value: unknown) => void,
  control: ControlProps,
): ReactNode {
  const text = textOf(value);
  const change = (changed: string) => onChange(changed === '' ? undefined : changed);
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          {...control}
          checked={(value ?? field.initial) === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case 'choice':
      return <Select {...control} value={text || textOf(field.initial)} options={choicesOf(field)} onChange={change} />;
    case 'secret':
      return (
        <Input
          {...control}
          isMono
          placeholder="${ENVIRONMENT_VARIABLE}"
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      );
    case 'list':
    case 'map':
      return (
        <TextArea
          {...control}
          className="input--mono"
          rows={3}
          placeholder={field.kind === 'list' ? 'one a line' : 'name=value, one a line'}
          defaultValue={linesOf(value)}
          onChange={(event) =>
            onChange(field.kind === 'list' ? readList(event.target.value) : readMap(event.target.value))
          }
        />
      );
    case 'number':
    case 'text':
    case 'section':
      return (
        <Input
          {...control}
          isMono
          inputMode={field.kind === 'number' ? 'decimal' : undefined}
          placeholder={textOf(field.initial)}
          value={text}
          onChange={(event) => onChange(readText(field, event.target.value))}
        />
      );
  }
}

function choicesOf({ choices, isRequired, initial }: OptionField) {
  const options = choices.map((choice) => ({ value: choice, label: choice === '' ? '(empty)' : choice }));
  return isRequired || initial !== undefined ? options : [{ value: '', label: 'not set' }, ...options];
}

function hintOf({ description, kind, initial }: OptionField): string {
  const secret = kind === 'secret' ? ' Refer to an environment variable or a file rather than writing it down.' : '';
  const isWorthTelling = initial !== undefined && initial !== '' && kind !== 'switch' && kind !== 'choice';
  return `${description.replaceAll('`', '')}${secret}${isWorthTelling ? ` Default: ${textOf(initial)}.` : ''}`;
}

function readText({ kind, isNumberToo }: OptionField, text: string): unknown {
  if (text === '') return undefined;
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(text);
  return isNumber && (kind === 'number' || isNumberToo) ? Number(text) : text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function linesOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, item]) => `${name}=${String(item)}`)
    .join('\n');
}

function readList(text: string): readonly string[] | undefined {
  const items = text.split('\n').map((line) => line.trim());
  const filled = items.filter((item) => item !== '');
  return filled.length > 0 ? filled : undefined;
}

function readMap(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = readList(text)?.map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  return pairs && Object.fromEntries(pairs);
}
