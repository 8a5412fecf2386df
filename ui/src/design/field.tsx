import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './field.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value; read out when it appears. */
  readonly error?: string | undefined;
  /** In small letters at the right: a type, "optional". */
  readonly aside?: string | undefined;
  /** Gets what ties the control to its label, hint and error. */
  readonly children: (control: ControlProps) => ReactNode;
}

export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** A control with its label, its hint and what is wrong with it. */
export function Field({ label, hint, error, aside, children }: FieldProps): ReactNode {
  const id = useId();
  const noteId = useId();
  const hasNote = error !== undefined || hint !== undefined;
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
        {aside !== undefined && <span className="field__aside">{aside}</span>}
      </label>
      {children({
        id,
        'aria-describedby': hasNote ? noteId : undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {error === undefined && hint !== undefined && (
        <div id={noteId} className="field__hint">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div id={noteId} className="field__error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

interface InputProps extends ComponentProps<'input'> {
  /** For what a machine reads: paths, addresses, fields. */
  readonly isMono?: boolean;
}

export function Input({ isMono, className, ...rest }: InputProps): ReactNode {
  return <input autoComplete="off" {...rest} className={classNames('input', isMono && 'input--mono', className)} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>): ReactNode {
  return <textarea {...rest} className={classNames('input', className)} />;
}

export function CheckBox({ className, ...rest }: ComponentProps<'input'>): ReactNode {
  return <input {...rest} type="checkbox" className={classNames('check-box', className)} />;
}

export function Switch({ className, ...rest }: ComponentProps<'input'>): ReactNode {
  return <input {...rest} type="checkbox" role="switch" className={classNames('switch', className)} />;
}
