import { useId, type ReactNode } from 'react';
import './panel.css';

interface PanelProps {
  readonly title: string;
  /** In grey beside the title: the finding, the period. */
  readonly aside?: ReactNode;
  /** At the right end of the head. */
  readonly tools?: ReactNode;
  /** The last line: what the rest amounts to, a way on. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a line around it. */
export function Panel({ title, aside, tools, foot, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel__head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className="panel__aside cut">{aside}</div>}
        {tools !== undefined && <div className="panel__tools">{tools}</div>}
      </header>
      {children}
      {foot !== undefined && <footer className="panel__foot">{foot}</footer>}
    </section>
  );
}
