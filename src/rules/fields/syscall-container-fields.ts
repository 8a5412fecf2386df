/** Fields of Falco's `container` plugin, which rules for system calls are written with, in the notation of `syscall-catalog.ts`. */
export const containerPluginFields = `
+container.id CHARBUF Id of the container, first 12 digits; host outside of containers.
container.full_id CHARBUF Whole id of the container.
+container.name CHARBUF Name of the container.
container.image CHARBUF Image with its tag.
container.image.id CHARBUF Id of the image.
container.type CHARBUF Runtime of the container, such as containerd.
container.privileged BOOL Whether the container is privileged.
container.mounts CHARBUF All mounts.
container.mount CHARBUF[required] A mount, by number or source.
container.mount.source CHARBUF[required] Source of a mount, by number or destination.
container.mount.dest CHARBUF[required] Destination of a mount, by number or source.
container.mount.mode CHARBUF[required] Mode of a mount, by number or source.
container.mount.rdwr CHARBUF[required] Whether a mount may be written to, by number or source.
container.mount.propagation CHARBUF[required] Propagation of a mount, by number or source.
+container.image.repository CHARBUF Image without tag and digest.
+container.image.tag CHARBUF Tag of the image.
container.image.digest CHARBUF Digest of the image.
container.healthcheck CHARBUF Of older rules: Health check of the container.
container.liveness_probe CHARBUF Of older rules: Liveness probe of the container.
container.readiness_probe CHARBUF Of older rules: Readiness probe of the container.
container.start_ts ABSTIME When the container began.
container.duration RELTIME Nanoseconds since the container began.
container.ip CHARBUF Main address of the container or its pod.
container.cni.json CHARBUF What the network plugin said, as JSON.
container.host_pid BOOL Whether the container sees the host's processes.
container.host_network BOOL Whether the container uses the host's network.
container.host_ipc BOOL Whether the container uses the host's IPC.
container.label CHARBUF[key!] A label of the container.
container.labels CHARBUF All labels of the container.
proc.is_container_healthcheck BOOL Of older rules: Whether the process is a health check.
proc.is_container_liveness_probe BOOL Of older rules: Whether the process is a liveness probe.
proc.is_container_readiness_probe BOOL Of older rules: Whether the process is a readiness probe.
+k8s.pod.name CHARBUF Name of the pod.
+k8s.ns.name CHARBUF Namespace of the pod.
k8s.pod.id CHARBUF Of older rules: use k8s.pod.uid.
k8s.pod.uid CHARBUF UID of the pod.
k8s.pod.sandbox_id CHARBUF Id of the pod's sandbox, first 12 digits.
k8s.pod.full_sandbox_id CHARBUF Whole id of the pod's sandbox.
k8s.pod.label CHARBUF[key!] A label of the pod.
k8s.pod.labels CHARBUF All labels of the pod.
k8s.pod.ip CHARBUF Address of the pod.
k8s.pod.cni.json CHARBUF What the network plugin said of the pod, as JSON.
k8s.rc.name CHARBUF Of older rules: Name of the replication controller.
k8s.rc.id CHARBUF Of older rules: Id of the replication controller.
k8s.rc.label CHARBUF[key!] Of older rules: A label of the replication controller.
k8s.rc.labels CHARBUF Of older rules: All labels of the replication controller.
k8s.svc.name CHARBUF Of older rules: Name of the service.
k8s.svc.id CHARBUF Of older rules: Id of the service.
k8s.svc.label CHARBUF[key!] Of older rules: A label of the service.
k8s.svc.labels CHARBUF Of older rules: All labels of the service.
k8s.ns.id CHARBUF Of older rules: Id of the namespace.
k8s.ns.label CHARBUF[key!] Of older rules: A label of the namespace.
k8s.ns.labels CHARBUF Of older rules: All labels of the namespace.
k8s.rs.name CHARBUF Of older rules: Name of the replica set.
k8s.rs.id CHARBUF Of older rules: Id of the replica set.
k8s.rs.label CHARBUF[key!] Of older rules: A label of the replica set.
k8s.rs.labels CHARBUF Of older rules: All labels of the replica set.
k8s.deployment.name CHARBUF Of older rules: Name of the deployment.
k8s.deployment.id CHARBUF Of older rules: Id of the deployment.
k8s.deployment.label CHARBUF[key!] Of older rules: A label of the deployment.
k8s.deployment.labels CHARBUF Of older rules: All labels of the deployment.
`;
