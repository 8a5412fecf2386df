/** Where a command takes something else as its operands. */
export const rulesOption = {
  rules: {
    type: 'string',
    short: 'r',
    value: 'FILES',
    description: 'The rules files, folders or patterns, with commas between.',
  },
} as const;
