/** The letters and digits of Kubernetes' random suffixes: no vowels, and no digit that looks like one. */
const random = '[bcdfghjklmnpqrstvwxz2456789]';

/** Of the template of the pods. */
const templateHash = new RegExp(`(?<=.)-${random}{6,10}$`);

/** What controllers add to their own name for a pod's, most specific first. */
const suffixes: readonly RegExp[] = [
  // A CronJob's job carries the minute it was due, and the pod a suffix of its own.
  new RegExp(`-\\d{8,}-${random}{5}$`),
  // A Deployment's ReplicaSet carries the hash of its template.
  new RegExp(`-${random}{6,10}-${random}{5}$`),
  // DaemonSet, Job, ReplicaSet.
  new RegExp(`-${random}{5}$`),
  // StatefulSet.
  /-\d{1,4}$/,
];

/** The name of what owns a pod, guessed from the pod's: `checkout-6d4cf56db6-x2x7k` is of `checkout`. */
export function podOwner(pod: string): string {
  const suffix = suffixes.find((each) => each.test(pod));
  const owner = suffix ? pod.replace(suffix, '') : pod;
  return owner === '' ? pod : owner;
}

/** The Deployment of a ReplicaSet: `checkout-6d4cf56db6` is of `checkout`. */
export function replicaSetOwner(replicaSet: string): string {
  return replicaSet.replace(templateHash, '');
}
