import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '#ui/app/page.tsx';
import { ZoneSwitch } from '#ui/app/time-range-picker.tsx';
import { CopyButton } from '#ui/design/copy-button.tsx';
import { AlertDetail } from './detail/alert-detail.tsx';
import { isDetailTab } from './detail/detail-tabs.ts';

const route = getRouteApi('/shell/alerts/$id');

/** One alert on a page of its own: what a link in a message leads to. */
export function AlertPage(): ReactNode {
  const { id } = route.useParams();
  const { open = id, tab } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="Alert"
      layout="workspace"
      aside={
        <Link className="link" to="/alerts">
          All alerts
        </Link>
      }
      tools={
        <>
          <CopyButton text={() => location.href} label="Copy link" hasWord />
          <ZoneSwitch />
        </>
      }
    >
      <div className="alert-page">
        <AlertDetail
          key={open}
          id={open}
          entry={undefined}
          tab={isDetailTab(tab) ? tab : 'summary'}
          onTab={(chosen) =>
            void navigate({
              search: (before) => ({ ...before, tab: chosen === 'summary' ? undefined : chosen }),
              replace: true,
            })
          }
        />
      </div>
    </Page>
  );
}
