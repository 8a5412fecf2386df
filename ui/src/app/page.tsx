import { useEffect, type ReactNode } from 'react';
import { classNames } from '#ui/design/class-names.ts';
import './page.css';

interface PageProps {
  readonly title: string;
  /** In grey beside the title. */
  readonly aside?: ReactNode;
  /** Directly after the title: a menu of views. */
  readonly lead?: ReactNode;
  /** At the right end of the bar. */
  readonly tools?: ReactNode;
  /** `panels` has a margin and a greatest width, and scrolls as one; `workspace` fills the page and scrolls inside. */
  readonly layout?: 'panels' | 'workspace';
  readonly children: ReactNode;
}

/** A page: its bar with title and tools, and its content below. */
export function Page({ title, aside, lead, tools, layout = 'panels', children }: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Tiercel`;
  }, [title]);
  return (
    <>
      <header className="page-bar">
        <h1>{title}</h1>
        {lead}
        {aside !== undefined && <div className="page-bar__aside cut">{aside}</div>}
        {tools !== undefined && <div className="page-bar__tools">{tools}</div>}
      </header>
      <div className={classNames('page', `page--${layout}`)}>
        {layout === 'panels' ? <div className="page__panels">{children}</div> : children}
      </div>
    </>
  );
}
