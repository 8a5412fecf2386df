import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Attention } from '#ui/api/contract.ts';
import { classNames } from '#ui/design/class-names.ts';

/** The title, which leads to where the thing is dealt with. */
export function SubjectLink({ item, children }: { readonly item: Attention; readonly children: string }): ReactNode {
  return (
    <Link {...wayTo(item)} className="cut" title={children}>
      {children}
    </Link>
  );
}

/** The same way as a button, for who looks for one. */
export function ActionLink({ item, isPrimary }: { readonly item: Attention; readonly isPrimary: boolean }): ReactNode {
  return (
    <Link
      {...wayTo(item)}
      className={classNames('button button--small', isPrimary ? 'button--primary' : 'button--plain')}
      tabIndex={-1}
      aria-hidden="true"
    >
      {item.kind === 'group' ? 'Triage' : 'Open'}
    </Link>
  );
}

function wayTo(item: Attention): Pick<LinkProps, 'to' | 'search'> {
  switch (item.kind) {
    case 'group':
      return { to: '/groups', search: { open: item.groupId } };
    case 'output':
      return { to: item.state === 'refusing' ? '/dead-letters' : '/outputs', search: { output: item.output } };
    case 'deadLetters':
      return { to: '/dead-letters', search: { output: item.output } };
    case 'sender':
      return { to: '/senders', search: {} };
    case 'journal':
      return { to: '/settings', search: {} };
  }
}
