import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function AlertPage(): ReactNode {
  return <Page title="Alert">{null}</Page>;
}
