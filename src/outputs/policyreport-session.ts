import { url, type RequestUrl } from '#kit/url.ts';
import { answerJson } from './answer-json.ts';
import type { Session } from './define.ts';
import { answerOf, DeliveryError, MisconfiguredError } from './errors.ts';
import { clusterClient, isNamespaceGone, onlyMetadata, ownNamespace } from './kubernetes-cluster.ts';
import { apiServer, explainKubernetes } from './kubernetes-proxy.ts';
import type { ConnectContext, HttpResponse, HttpTransport, Receipt } from './output.ts';
import {
  report,
  summaryOf,
  withResults,
  type AnyResult,
  type Report,
  type ReportLimits,
} from './policyreport-report.ts';
import type { ReportResult } from './policyreport-result.ts';

export interface PolicyReportSettings extends ReportLimits {
  readonly api: 'wgpolicyk8s.io/v1alpha2' | 'openreports.io/v1alpha1';
  readonly kubeconfig: string;
  readonly falconamespace: string;
}

/** What goes into one report: that of a namespace, or without one that of the cluster. */
export interface ReportAddition {
  readonly namespace: string | undefined;
  readonly results: readonly ReportResult[];
}

/** Others may write to the report at the same moment. */
const maxConflicts = 10;

/** Reads a report, adds to it, and writes it back, anew where somebody else wrote in between. */
export async function openPolicyReports(
  settings: PolicyReportSettings,
  context: ConnectContext,
): Promise<Session<readonly ReportAddition[]>> {
  const http = await clusterClient(settings.kubeconfig, context);
  const fallback = settings.falconamespace || (await ownNamespace());
  return {
    async send(additions, signal) {
      let receipt: Receipt = {};
      try {
        for (const addition of additions) {
          receipt = await inNamespaceOrFallback(addition, { settings, http, signal }, fallback);
        }
      } catch (error) {
        throw error instanceof DeliveryError ? explained(error, settings) : error;
      }
      return receipt;
    },
    close: async () => {},
  };
}

/** A group of the API that nobody defined is a page that is not found. */
function explained(error: DeliveryError, { api }: PolicyReportSettings): DeliveryError {
  if (error.status !== 404 || isNamespaceGone(error)) return explainKubernetes(error);
  return new MisconfiguredError(
    `The cluster has no reports of ${api}: install their custom resource definitions, or set api`,
    error,
  );
}

interface Way {
  readonly settings: PolicyReportSettings;
  readonly http: HttpTransport;
  readonly signal: AbortSignal;
}

/** A namespace may be gone by the time its alert is delivered. */
async function inNamespaceOrFallback(addition: ReportAddition, way: Way, fallback: string): Promise<Receipt> {
  try {
    return await add(addition, way);
  } catch (error) {
    if (!isNamespaceGone(error) || addition.namespace === undefined || addition.namespace === fallback) throw error;
    return add({ ...addition, namespace: fallback }, way);
  }
}

async function add({ namespace, results: added }: ReportAddition, way: Way): Promise<Receipt> {
  const place = reportPlace(namespace, way.settings.api);
  for (let conflicts = 0; ; conflicts++) {
    const known = await read(place, way);
    const results = withResults(known?.results ?? [], added, way.settings);
    if (results === known?.results) return { answer: 'The report has the alerts already' };
    try {
      return answerOf(await write(place, known, results, way));
    } catch (error) {
      const isConflict = error instanceof DeliveryError && error.status === 409;
      if (!isConflict || conflicts >= maxConflicts) throw error;
    }
  }
}

interface ReportPlace {
  readonly reports: RequestUrl;
  readonly report: RequestUrl;
  /** What a new one begins with. */
  readonly head: { readonly apiVersion: string; readonly kind: string; readonly metadata: object };
}

const labels = { 'app.kubernetes.io/managed-by': 'falcosidekick' };

function reportPlace(namespace: string | undefined, api: PolicyReportSettings['api']): ReportPlace {
  const isOpen = api === 'openreports.io/v1alpha1';
  const plural = isOpen ? 'reports' : 'policyreports';
  const kind = isOpen ? 'Report' : 'PolicyReport';
  const [group = '', version = ''] = api.split('/');
  if (namespace === undefined) {
    const name = 'falco-cluster-policy-report';
    return {
      reports: url`${apiServer}/apis/${group}/${version}/${`cluster${plural}`}`,
      report: url`${apiServer}/apis/${group}/${version}/${`cluster${plural}`}/${name}`,
      head: { apiVersion: api, kind: `Cluster${kind}`, metadata: { name, labels } },
    };
  }
  const name = 'falco-policy-report';
  return {
    reports: url`${apiServer}/apis/${group}/${version}/namespaces/${namespace}/${plural}`,
    report: url`${apiServer}/apis/${group}/${version}/namespaces/${namespace}/${plural}/${name}`,
    head: { apiVersion: api, kind, metadata: { name, namespace, labels } },
  };
}

const maxAnswerBytes = 1_000_000;

/** A report that is too large to read, as other programs may leave it, is begun anew. */
async function read({ report: location }: ReportPlace, { http, signal }: Way): Promise<Report | undefined> {
  try {
    const answer = await http.send(
      { method: 'GET', url: location, headers: { Accept: 'application/json' }, maxAnswerBytes },
      signal,
    );
    const known = answerJson(answer.text, report);
    if (known) return known;
    return readMetadata(await http.send({ method: 'GET', url: location, headers: onlyMetadata }, signal));
  } catch (error) {
    if (error instanceof DeliveryError && error.status === 404) return undefined;
    throw error;
  }
}

function readMetadata(answer: HttpResponse): Report {
  const found = answerJson(answer.text, report);
  if (found) return { metadata: found.metadata, results: [] };
  throw new MisconfiguredError('The answer is not one of a Kubernetes API server: check kubeconfig', answerOf(answer));
}

function write(
  { reports, report: location, head }: ReportPlace,
  known: Report | undefined,
  results: readonly AnyResult[],

  { http, signal }: Way,
): Promise<HttpResponse> {
  const json = { ...head, ...known, summary: summaryOf(results), results };
  const request = { headers: onlyMetadata, body: { json } };
  return known
    ? http.send({ ...request, method: 'PUT', url: location }, signal)
    : http.send({ ...request, url: reports }, signal);
}
