import {
  Bell,
  ChartLine,
  Cylinder,
  FileText,
  Mail,
  MessageSquare,
  Waves,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';

/** By the categories of outputs: what kind of thing it is, not whose. */
const icons: Readonly<Record<string, LucideIcon>> = {
  chat: MessageSquare,
  email: Mail,
  function: Webhook,
  incident: Bell,
  log: FileText,
  metric: ChartLine,
  queue: Waves,
  storage: Cylinder,
};

export const categoryNames: Readonly<Record<string, string>> = {
  chat: 'Chat',
  email: 'Mail',
  incident: 'On call and incidents',
  log: 'Logs and search',
  metric: 'Metrics',
  queue: 'Queues and streams',
  storage: 'Databases and files',
  function: 'Functions and webhooks',
};

export function CategoryIcon({ category }: { readonly category: string }): ReactNode {
  const Icon = icons[category] ?? Webhook;
  return (
    <span className="category-icon">
      <Icon className="icon" aria-hidden="true" />
    </span>
  );
}
