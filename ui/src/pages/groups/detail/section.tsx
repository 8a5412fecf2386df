import { useId, type ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the detail with a head. */
export function Section({ title, aside, tools, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section className="group-section" aria-labelledby={id}>
      <header className="group-section__head">
        <h3 id={id}>{title}</h3>
        {aside !== undefined && <small>{aside}</small>}
        {tools !== undefined && <span className="end">{tools}</span>}
      </header>
      {children}
    </section>
  );
}
