import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import './code-block.css';

interface CodeBlockProps {
  /** What is copied. */
  readonly code: string;
  /** In the bar: the file it belongs in, the command's purpose. */
  readonly title?: ReactNode;
  /** The code with parts marked; the plain text if absent. */
  readonly children?: ReactNode;
}

export function CodeBlock({ code, title, children }: CodeBlockProps): ReactNode {
  return (
    <figure className="code-block">
      <figcaption className="code-block__bar">
        <span className="cut">{title}</span>
        <CopyButton text={code} label="Copy" hasWord />
      </figcaption>
      <pre className="code-block__code" tabIndex={0}>
        {children ?? code}
      </pre>
    </figure>
  );
}
