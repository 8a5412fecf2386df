import type { Role } from '#ui/api/contract.ts';

export const roleOptions: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'responder', label: 'Responder' },
  { value: 'admin', label: 'Admin' },
];
