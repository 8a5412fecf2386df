import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function OutputsPage(): ReactNode {
  return <Page title="Outputs">{null}</Page>;
}
