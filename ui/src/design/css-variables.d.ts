import 'react';

declare module 'react' {
  /** CSS variables may be set from code: the content security policy forbids style attributes in HTML, not this. */
  interface CSSProperties {
    readonly [name: `--${string}`]: string | number | undefined;
  }
}
