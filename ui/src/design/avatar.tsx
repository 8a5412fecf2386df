import type { ReactNode } from 'react';
import './avatar.css';

/** A person's initials. Without a name: a dashed ring, nobody is assigned. */
export function Avatar({ name }: { readonly name: string | undefined }): ReactNode {
  if (name === undefined) return <span className="avatar avatar--nobody" role="img" aria-label="Nobody" />;
  return (
    <span className="avatar" title={name} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const [first = '', second = ''] = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = second === '' ? first.slice(0, 2) : `${first.charAt(0)}${second.charAt(0)}`;
  return letters.toUpperCase();
}
