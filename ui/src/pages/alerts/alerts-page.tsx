import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function AlertsPage(): ReactNode {
  return <Page title="Alerts">{null}</Page>;
}
