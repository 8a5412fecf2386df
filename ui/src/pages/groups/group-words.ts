import type { Group, GroupState, Resolution } from '#ui/api/contract.ts';
import { visibleText } from '#ui/design/visible-text.ts';

export const stateNames: Readonly<Record<GroupState, string>> = {
  new: 'New',
  open: 'Open',
  escalating: 'Escalating',
  regressed: 'Regressed',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  archived: 'Archived',
};

export const resolutions: readonly { readonly resolution: Resolution; readonly name: string; readonly note: string }[] =
  [
    { resolution: 'handled', name: 'Handled', note: 'It was real, and was dealt with' },
    { resolution: 'false positive', name: 'False positive', note: 'The rule is wrong here' },
    { resolution: 'expected behaviour', name: 'Expected behaviour', note: 'The rule is right, this is allowed' },
    { resolution: 'duplicate', name: 'Duplicate', note: 'Another group tells of the same' },
    { resolution: 'test', name: 'Test', note: 'Somebody tried it out' },
  ];

/** Whether somebody has decided about it, and nothing has changed that since. */
export function isDecided({ state }: Group): boolean {
  return state === 'acknowledged' || state === 'resolved' || state === 'archived';
}

/** `payments / checkout-api · node, via sh · prod-eu-1`. */
export function whereOf({ namespace, workload, user, process, cluster, source }: Group): string {
  const place = [namespace, workload].filter((part) => part !== '').join(' / ');
  const who = [user, process !== '' && `via ${process}`].filter((part) => part !== '' && part !== false).join(', ');
  const parts = [place, who, cluster].filter((part) => part !== '');
  return visibleText(parts.length > 0 ? parts.join(' · ') : source);
}
