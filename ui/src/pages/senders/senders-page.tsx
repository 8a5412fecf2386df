import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function SendersPage(): ReactNode {
  return <Page title="Senders">{null}</Page>;
}
