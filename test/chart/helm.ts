import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { findServer } from '#outputs/testing/programs.ts';

/** An object of Kubernetes, as far as the tests look into it: anything may be asked for, and may be missing. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests have no types here
export type Manifest = any;

export const helm = findServer('helm');
const chart = path.join(import.meta.dirname, '../../chart');

interface Release {
  readonly name?: string;
  /** A folder with a chart that is not ours, such as one around it. */
  readonly chart?: string;
}

/** What Helm makes of values, as text. A token of the API is given, since one that is made up differs each time. */
export async function renderText(values: object, { name = 'falcosidekick', chart: folder = chart }: Release = {}) {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'tiercel-chart-')), 'values.yaml');
  writeFileSync(file, stringify(values));
  const { stdout } = await promisify(execFile)(helm ?? 'helm', ['template', name, folder, '-n', 'falco', '-f', file], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

export async function render(values: object, release?: Release): Promise<Objects> {
  return new Objects(await renderText(values, release));
}

/** What Helm says of values that it refuses. */
export async function refusal(values: object): Promise<string> {
  try {
    await renderText(values);
  } catch (error) {
    return String(Object(error).stderr);
  }
  throw new Error('Helm took the values');
}

/** Rendered objects. */
export class Objects {
  readonly all: readonly Manifest[];
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.all = parseAllDocuments(text)
      .map((document): Manifest => document.toJS())
      .filter((object) => object !== null);
  }

  /** The names of the objects of a kind. */
  names(kind: string): string[] {
    return this.all.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
  }

  one(kind: string, name?: string): Manifest {
    const found = this.all.filter((o) => o.kind === kind && (name === undefined || o.metadata.name === name));
    if (!found[0]) throw new Error(`There is no ${kind} ${name ?? ''}: ${this.all.map((o) => o.kind).join(', ')}`);
    return found[0];
  }

  get workload(): Manifest {
    return this.all.find(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment');
  }

  get container(): Manifest {
    return this.workload.spec.template.spec.containers[0];
  }

  /** The configuration as the pod reads it. */
  get configuration(): Manifest {
    return parse(this.all.find((o) => o.kind === 'ConfigMap' && o.data['tiercel.yaml']).data['tiercel.yaml']);
  }

  /** The variables that the pod gets from the Secrets of the chart. */
  get environment(): Record<string, string> {
    const secrets = this.all.filter(({ kind }) => kind === 'Secret');
    const used = (this.container.envFrom ?? []).map((from: Manifest) => from.secretRef.name);
    return Object.assign(
      {},
      ...secrets
        .filter(({ metadata }) => used.includes(metadata.name))
        .map(({ stringData, data }) => ({
          ...stringData,
          ...Object.fromEntries(
            Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString()]),
          ),
        })),
    );
  }
}
