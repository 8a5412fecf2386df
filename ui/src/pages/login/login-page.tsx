import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';

export function LoginPage(): ReactNode {
  return <Page title="Login">{null}</Page>;
}
