import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { readAlertsSearch } from '#ui/pages/alerts/alerts-search.ts';
import { readDeadLettersSearch } from '#ui/pages/dead-letters/dead-letters-search.ts';
import { readGroupsSearch } from '#ui/pages/groups/groups-search.ts';
import { readLoginSearch } from '#ui/pages/login/login-search.ts';
import { readOutputsSearch } from '#ui/pages/outputs/outputs-search.ts';
import { readOverviewSearch } from '#ui/pages/overview/overview-search.ts';
import { readRuleTesterSearch } from '#ui/pages/rule-tester/rule-tester-search.ts';
import { readRulesSearch } from '#ui/pages/rules/rules-search.ts';
import { readSendersSearch } from '#ui/pages/senders/senders-search.ts';
import { readSettingsSearch } from '#ui/pages/settings/settings-search.ts';
import { NothingHere, PageFailure } from './page-failure.tsx';
import { parseSearch, printSearch } from './search-text.ts';
import { Gate } from './gate.tsx';
import { readTimeSearch } from './time-range.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NothingHere });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: readLoginSearch,
  component: lazyRouteComponent(() => import('#ui/pages/login/login-page.tsx'), 'LoginPage'),
});

const firstUser = createRoute({
  getParentRoute: () => root,
  path: '/first',
  component: lazyRouteComponent(() => import('#ui/pages/login/first-user-page.tsx'), 'FirstUserPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  validateSearch: readTimeSearch,
  component: Gate,
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('#ui/pages/overview/overview-page.tsx'), 'OverviewPage'),
});

const alerts = createRoute({
  getParentRoute: () => shell,
  path: '/alerts',
  validateSearch: readAlertsSearch,
  component: lazyRouteComponent(() => import('#ui/pages/alerts/alerts-page.tsx'), 'AlertsPage'),
});

const alert = createRoute({
  getParentRoute: () => shell,
  path: '/alerts/$id',
  validateSearch: readAlertsSearch,
  component: lazyRouteComponent(() => import('#ui/pages/alerts/alert-page.tsx'), 'AlertPage'),
});

const groups = createRoute({
  getParentRoute: () => shell,
  path: '/groups',
  validateSearch: readGroupsSearch,
  component: lazyRouteComponent(() => import('#ui/pages/groups/groups-page.tsx'), 'GroupsPage'),
});

const group = createRoute({
  getParentRoute: () => shell,
  path: '/groups/$id',
  component: lazyRouteComponent(() => import('#ui/pages/groups/group-page.tsx'), 'GroupPage'),
});

const outputs = createRoute({
  getParentRoute: () => shell,
  path: '/outputs',
  validateSearch: readOutputsSearch,
  component: lazyRouteComponent(() => import('#ui/pages/outputs/outputs-page.tsx'), 'OutputsPage'),
});

const deadLetters = createRoute({
  getParentRoute: () => shell,
  path: '/dead-letters',
  validateSearch: readDeadLettersSearch,
  component: lazyRouteComponent(() => import('#ui/pages/dead-letters/dead-letters-page.tsx'), 'DeadLettersPage'),
});

const senders = createRoute({
  getParentRoute: () => shell,
  path: '/senders',
  validateSearch: readSendersSearch,
  component: lazyRouteComponent(() => import('#ui/pages/senders/senders-page.tsx'), 'SendersPage'),
});

const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  validateSearch: readRulesSearch,
  component: lazyRouteComponent(() => import('#ui/pages/rules/rules-page.tsx'), 'RulesPage'),
});

const ruleTester = createRoute({
  getParentRoute: () => shell,
  path: '/rules/test',
  validateSearch: readRuleTesterSearch,
  component: lazyRouteComponent(() => import('#ui/pages/rule-tester/rule-tester-page.tsx'), 'RuleTesterPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('#ui/pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const firstRun = createRoute({
  getParentRoute: () => shell,
  path: '/first-run',
  component: lazyRouteComponent(() => import('#ui/pages/first-run/first-run-page.tsx'), 'FirstRunPage'),
});

const routeTree = root.addChildren([
  login,
  firstUser,
  shell.addChildren([
    overview,
    alerts,
    alert,
    groups,
    group,
    outputs,
    deadLetters,
    senders,
    rules,
    ruleTester,
    settings,
    firstRun,
  ]),
]);

/** The pages by their paths, below the path that the server is reached at. */
export function createConsoleRouter() {
  return createRouter({
    routeTree,
    basepath: new URL(document.baseURI).pathname,
    parseSearch,
    stringifySearch: printSearch,
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailure,
    defaultNotFoundComponent: NothingHere,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
