import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function DeadLettersPage(): ReactNode {
  return <Page title="Dead letters">{null}</Page>;
}
