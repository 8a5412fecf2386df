import { useQuery } from '@tanstack/react-query';
import { ArrowDownWideNarrow, ChevronDown, UserRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { usersQuery } from '#ui/api/accounts.ts';
import { useApi } from '#ui/api/api-context.ts';
import { useSession } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { Menu, MenuChoice, MenuHead } from '#ui/design/menu.tsx';
import type { GroupOrder } from './groups-search.ts';
import { useGroupsSearch } from './use-groups-search.ts';

const orders: readonly { readonly value: GroupOrder; readonly label: string }[] = [
  { value: 'attention', label: 'Attention first' },
  { value: 'priority', label: 'Most urgent first' },
  { value: 'last', label: 'Last seen first' },
  { value: 'count', label: 'Most alerts first' },
];

export function OrderMenu(): ReactNode {
  const { search, change } = useGroupsSearch();
  const order = search.by ?? 'attention';
  return (
    <Menu
      trigger={
        <Button kind="ghost" icon={ArrowDownWideNarrow} className="groups__menu">
          <span className="groups__menu-word">{orders.find(({ value }) => value === order)?.label}</span>
          <ChevronDown className="icon icon--small" aria-hidden="true" />
        </Button>
      }
    >
      <MenuHead>Order</MenuHead>
      <MenuChoice
        value={order}
        options={orders}
        onChange={(sort) => change({ by: sort === 'attention' ? undefined : sort })}
      />
    </Menu>
  );
}

/** Whose groups are listed. */
export function AssigneeMenu(): ReactNode {
  const { search, change } = useGroupsSearch();
  const { user } = useSession();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ ...usersQuery(useApi()), enabled: isOpen && user !== undefined });
  const others = data?.users.filter(({ login }) => login !== user?.login) ?? [];
  const options = [
    { value: '', label: 'Anybody’s' },
    ...(user ? [{ value: 'me', label: 'Mine' }] : []),
    { value: 'none', label: 'Nobody’s' },
    ...others.map(({ login, name }) => ({ value: login, label: name || login })),
  ];
  const chosen = search.assignee ?? '';
  const name = options.find(({ value }) => value === chosen)?.label ?? `${chosen}’s`;
  return (
    <Menu
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button kind="ghost" icon={UserRound} className="groups__menu">
          <span className="groups__menu-word">{name}</span>
          <ChevronDown className="icon icon--small" aria-hidden="true" />
        </Button>
      }
    >
      <MenuHead>Assigned to</MenuHead>
      <MenuChoice
        value={chosen}
        options={options}
        onChange={(assignee) => change({ assignee: assignee === '' ? undefined : assignee })}
      />
    </Menu>
  );
}
