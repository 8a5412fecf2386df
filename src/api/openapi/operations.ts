import { accountOperations } from './account-operations.ts';
import { alertOperations, countOperations, groupOperations } from './alert-operations.ts';
import { installationOperations } from './installation-operations.ts';
import type { OperationGroup } from './operation.ts';
import { outputOperations } from './output-operations.ts';
import { uiOperations } from './ui-operations.ts';

/** Everything the API does, in the order of its description. */
export const operationGroups: readonly OperationGroup[] = [
  alertOperations,
  countOperations,
  groupOperations,
  outputOperations,
  accountOperations,
  installationOperations,
  uiOperations,
];
