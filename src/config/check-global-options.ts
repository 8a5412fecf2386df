import type { Findings } from './findings.ts';
import { loginAndPassword } from './global-configuration.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Settings } from './settings.ts';

/** The paths that can move to the listener without TLS. */
const paths: ReadonlySet<string> = new Set([
  '/',
  '/ping',
  '/healthz',
  '/test',
  '/metrics',
  '/livez',
  '/readyz',
  '/k8s-audit',
  '/k8s_audit',
  '/events/',
]);

/** What one option cannot know of the others. */
export function checkGlobalOptions(options: GlobalOptions, settings: Settings, findings: Findings): void {
  const placeOf = (path: string) => settings.get(path)?.where ?? 'default';
  const note = (path: string, message: string) => findings.note({ where: placeOf(path), path, message });
  const { tlsserver, audit, journal } = options;

  if (tlsserver.mutualtls && !tlsserver.deploy)
    note('tlsserver.mutualtls', 'Without effect unless "tlsserver.deploy" is true.');
  if (audit.tlsserver.mutualtls && !audit.tlsserver.deploy)
    note('audit.tlsserver.mutualtls', 'Without effect unless "audit.tlsserver.deploy" is true.');
  checkAudit(options, placeOf, findings);
  for (const path of tlsserver.notlspaths.filter((item) => !paths.has(item))) {
    note('tlsserver.notlspaths', `"${path}" is none of the paths that exist: ${[...paths].join(', ')}.`);
  }
  if (journal.durability === 'memory') {
    note('journal.durability', 'Alerts are kept in memory only: a stop or a crash loses what is not delivered.');
  }
  checkConsole(options, placeOf, findings);
  for (const [path, earlier] of samePorts(options)) {
    findings.problem({
      where: placeOf(path),
      path,
      message: `The port is that of "${earlier}", too.`,
      remedy: 'Choose another port for one of the two.',
    });
  }
}

/** Without rules every audit event would be refused. */
function checkAudit({ audit, rules }: GlobalOptions, placeOf: (path: string) => string, findings: Findings): void {
  const used = (['listenports', 'files'] as const).filter((option) => audit[option].length > 0);
  for (const path of rules.files.length > 0 ? [] : used.map((option) => `audit.${option}`)) {
    findings.problem({
      where: placeOf(path),
      path,
      message: 'There are no rules to find anything in audit events by.',
      remedy: 'Name rules in "rules.files", or remove the option.',
    });
  }
}

function checkConsole({ console }: GlobalOptions, placeOf: (path: string) => string, findings: Findings): void {
  const { auth, allowanyone, listenaddress, user } = console;
  if (auth === 'none' && !allowanyone && !/^(?:127\.|::1$)/.test(listenaddress)) {
    findings.problem({
      where: placeOf('console.auth'),
      path: 'console.auth',
      message: 'Without a login whoever reaches the port of the console is an admin, and it is open to the network.',
      remedy:
        'Set "console.listenaddress: 127.0.0.1", or say "console.allowanyone: true" where something else keeps others out.',
    });
  }
  if (user !== undefined && loginAndPassword(user) === undefined) {
    findings.problem({
      where: placeOf('console.user'),
      path: 'console.user',
      message: 'It must be a login, a colon and a password.',
      remedy: 'Write "login:password". Falcosidekick-UI would fall back to admin:admin, which is open to everybody.',
    });
  }
  if (user?.reveal() === 'admin:admin') {
    const message = 'admin:admin is what everybody tries first: choose another password.';
    findings.note({ where: placeOf('console.user'), path: 'console.user', message });
  }
}

function samePorts({ listenport, tlsserver, audit, console }: GlobalOptions): [path: string, earlier: string][] {
  const ports: [path: string, port: number, isUsed: boolean][] = [
    ['listenport', listenport, true],
    ['tlsserver.notlsport', tlsserver.notlsport, tlsserver.deploy && tlsserver.notlspaths.length > 0],
    ...audit.listenports.map((port): [string, number, boolean] => ['audit.listenports', port, true]),
    ['console.listenport', console.listenport, console.enabled],
  ];
  const used = ports.filter(([, port, isUsed]) => isUsed && port !== 0);
  return used.flatMap(([path, port], index) => {
    const earlier = used.slice(0, index).find(([, other]) => other === port);
    return earlier ? [[path, earlier[0]] satisfies [string, string]] : [];
  });
}
