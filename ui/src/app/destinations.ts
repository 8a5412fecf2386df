import {
  AlignLeft,
  BookText,
  ChartColumn,
  Inbox,
  Layers,
  Radio,
  SlidersHorizontal,
  Split,
  type LucideIcon,
} from 'lucide-react';

/** The pages that the navigation leads to. */
export interface Destination {
  readonly to: '/' | '/alerts' | '/groups' | '/outputs' | '/dead-letters' | '/senders' | '/rules' | '/settings';
  readonly name: string;
  readonly icon: LucideIcon;
  /** After `g`. */
  readonly key?: string;
}

export const overview: Destination = { to: '/', name: 'Overview', icon: ChartColumn, key: 'o' };
export const alerts: Destination = { to: '/alerts', name: 'Alerts', icon: AlignLeft, key: 'a' };
export const groups: Destination = { to: '/groups', name: 'Groups', icon: Layers, key: 'g' };
export const outputs: Destination = { to: '/outputs', name: 'Outputs', icon: Split, key: 'u' };
export const deadLetters: Destination = { to: '/dead-letters', name: 'Dead letters', icon: Inbox, key: 'd' };
export const senders: Destination = { to: '/senders', name: 'Senders', icon: Radio, key: 's' };
export const rules: Destination = { to: '/rules', name: 'Rules', icon: BookText, key: 'r' };
export const settings: Destination = { to: '/settings', name: 'Settings', icon: SlidersHorizontal };

export const destinations = [overview, alerts, groups, outputs, deadLetters, senders, rules, settings] as const;
