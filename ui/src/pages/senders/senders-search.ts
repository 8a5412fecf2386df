export const senderOrders = ['state', 'last', 'hour', 'sender'] as const;
export type SenderOrder = (typeof senderOrders)[number];

/** What the URL of the page says. What is usual is left out. */
export interface SendersSearch {
  readonly by?: string | undefined;
  readonly order?: 'asc' | undefined;
}

export function readSendersSearch(raw: Readonly<Record<string, unknown>>): SendersSearch {
  return {
    by: senderOrders.find((order) => order !== 'state' && order === raw['by']),
    order: raw['order'] === 'asc' ? 'asc' : undefined,
  };
}

export function senderOrder({ by }: SendersSearch): SenderOrder {
  return senderOrders.find((order) => order === by) ?? 'state';
}
