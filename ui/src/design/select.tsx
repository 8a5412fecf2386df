import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ControlProps } from './field.tsx';
import './select.css';

interface SelectProps<Value extends string> extends Partial<ControlProps> {
  /** For where no label is seen. */
  readonly label?: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** The browser's own list: the one that works with every keyboard, reader and thumb. */
export function Select<Value extends string>(props: SelectProps<Value>): ReactNode {
  const { label, value, options, onChange, isDisabled, ...control } = props;
  return (
    <span className="select">
      <select
        {...control}
        className="input select__box"
        aria-label={label}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const option = options[event.target.selectedIndex];
          if (option) onChange(option.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className="icon icon--small select__arrow" aria-hidden="true" />
    </span>
  );
}
