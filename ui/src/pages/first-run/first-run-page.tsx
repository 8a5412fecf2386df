import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function FirstRunPage(): ReactNode {
  return <Page title="First run">{null}</Page>;
}
