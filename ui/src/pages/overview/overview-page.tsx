import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function OverviewPage(): ReactNode {
  return <Page title="Overview">{null}</Page>;
}
