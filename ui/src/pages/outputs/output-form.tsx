import { useState, type ReactNode } from 'react';
import { Lock } from 'lucide-react';
import type { OptionValues } from '#ui/api/outputs.ts';
import { MessagePreview } from './message-preview.tsx';
import { OptionControl } from './option-control.tsx';
import { fieldsOf, type OptionField } from './schema-fields.ts';
import { useDebounced } from './use-debounced.ts';

interface OutputFormProps {
  readonly type: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly initial: OptionValues;
  /** Where the configuration really is. */
  readonly note: string;
}

type Problems = readonly { readonly path: string; readonly message: string }[];

/** The options of an output to try, and beside them the message and the YAML that come of it. Nothing here is kept. */
export function OutputForm({ type, schema, initial, note }: OutputFormProps): ReactNode {
  const [options, setOptions] = useState(initial);
  const [problems, setProblems] = useState<Problems>([]);
  const [showsAll, setShowsAll] = useState(false);
  const fields = fieldsOf(schema);
  const isMain = ({ name, isRequired }: OptionField) => isRequired || Object.hasOwn(options, name);
  const main = fields.filter(isMain);
  const rest = fields.filter((field) => !isMain(field));
  return (
    <div className="output-form">
      <form className="output-form__options" onSubmit={(event) => event.preventDefault()}>
        <p className="output-form__note">
          <Lock className="icon icon--small" aria-hidden="true" />
          {note}
        </p>
        <Fields fields={main} path="" values={options} problems={problems} onChange={setOptions} />
        {rest.length > 0 && (
          <details
            className="output-form__rest"
            open={showsAll}
            onToggle={(event) => setShowsAll(event.currentTarget.open)}
          >
            <summary>{rest.length} more options</summary>
            {showsAll && <Fields fields={rest} path="" values={options} problems={problems} onChange={setOptions} />}
          </details>
        )}
      </form>
      <MessagePreview type={type} options={useDebounced(options, 400)} onProblems={setProblems} />
    </div>
  );
}

interface FieldsProps {
  readonly fields: readonly OptionField[];
  /** Of the section they are in, with a dot at its end. */
  readonly path: string;
  readonly values: OptionValues;
  readonly problems: Problems;
  readonly onChange: (values: OptionValues) => void;
}

function Fields({ fields, path, values, problems, onChange }: FieldsProps): ReactNode {
  const change = (name: string, value: unknown) => {
    const others = Object.entries(values).filter(([other]) => other !== name);
    onChange(Object.fromEntries(value === undefined ? others : [...others, [name, value]]));
  };
  return (
    <div className="output-form__fields">
      {fields.map((field) =>
        field.kind === 'section' ? (
          <fieldset key={field.name} className="output-form__section">
            <legend>{field.name}</legend>
            <Fields
              fields={field.fields}
              path={`${path}${field.name}.`}
              values={sectionOf(values[field.name])}
              problems={problems}
              onChange={(changed) => change(field.name, changed)}
            />
          </fieldset>
        ) : (
          <OptionControl
            key={field.name}
            field={field}
            value={values[field.name]}
            error={problems.find((problem) => problem.path === path + field.name)?.message}
            onChange={(value) => change(field.name, value)}
          />
        ),
      )}
    </div>
  );
}

function sectionOf(value: unknown): OptionValues {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
