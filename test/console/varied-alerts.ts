import { randomUUIDv7 } from 'node:crypto';
import { createEnrichment, noEnrichment } from '#alert/enrich.ts';
import { readFalcoAlert } from '#alert/falco-json.ts';
import { readPlainAlert } from '#alert/plain-alert.ts';
import type { Alert } from '#alert/alert.ts';
import { readJson } from '#kit/json-read.ts';
import { pick, pickScene, sceneAlert, seededRandom, type Random } from '#app/demo-alerts.ts';
import { demoClusters, type DemoCluster, type DemoWorkload } from '#app/demo-world.ts';
import type { DemoScene } from '#app/demo-scenes.ts';

/** As many hosts, namespaces and rules as a fleet has. */
export interface Variety {
  readonly clusters: number;
  readonly nodesEach: number;
  readonly namespaces: number;
  /** Names of rules for each scene. */
  readonly rulesEach: number;
}

export const fleet: Variety = { clusters: 3, nodesEach: 20, namespaces: 25, rulesEach: 4 };

const limits = { maxDepth: 10 };

/** Alerts as different as those of a fleet, always the same for a seed. */
export class VariedAlerts {
  readonly #random: Random;
  readonly #rulesEach: number;
  readonly #clusters: readonly DemoCluster[];
  readonly #enrich = createEnrichment(noEnrichment, randomUUIDv7);

  constructor(seed: number, variety: Variety = fleet) {
    this.#random = seededRandom(seed);
    this.#rulesEach = variety.rulesEach;
    this.#clusters = clustersOf(variety);
  }

  /** One that happened at this moment. */
  next(atMs: number): Alert {
    const cluster = pick(this.#clusters, this.#random);
    const event = { scene: this.#scene(), cluster, node: pick(cluster.nodes, this.#random) };
    const text = sceneAlert(event, this.#random, atMs);
    return this.#enrich(readPlainAlert(text, 0)?.alert ?? readFalcoAlert(readJson(text, limits)));
  }

  #scene(): DemoScene {
    const scene = pickScene(this.#random);
    const variant = Math.floor(this.#random() ** 2 * this.#rulesEach);
    return variant === 0 ? scene : { ...scene, rule: `${scene.rule}, variant ${variant}` };
  }
}

function clustersOf({ clusters, nodesEach, namespaces }: Variety): readonly DemoCluster[] {
  const [model] = demoClusters;
  return Array.from({ length: clusters }, (_, index) => ({
    name: `cluster-${index + 1}`,
    nodes: Array.from(
      { length: nodesEach },
      (_unused, number) => `worker-${index + 1}-${String(number).padStart(2, '0')}`,
    ),
    workloads: (model?.workloads ?? []).flatMap((workload) => inNamespaces(workload, namespaces)),
  }));
}

/** The seven workloads of the demonstration, spread over so many namespaces. */
function inNamespaces(workload: DemoWorkload, namespaces: number): readonly DemoWorkload[] {
  const teams = Math.ceil(namespaces / 7);
  return Array.from({ length: teams }, (_, team) =>
    team === 0 ? workload : { ...workload, namespace: `${workload.namespace}-team-${team}` },
  );
}
