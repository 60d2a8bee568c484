"""An estate of agents that was made up for the tests of its pages: machines in good and bad health, containers, a swarm, a cluster, and the agents themselves."""

from invented import ago, resource, source

PROCESSORS = {"model": "Some processor", "sockets": 1, "cores": 4, "threads": 8, "megahertz": 3200}
DISK = {"model": "Model of disks", "serial": "S1", "bus": "sata", "size": 10 ** 12, "isRotational": False, "answer": "answered", "passed": True, "celsius": 34, "powerOnHours": 12_000, "wear": 0.07, "reallocatedSectors": 0,
        "pendingSectors": 0, "uncorrectableErrors": 0, "mediaErrors": None, "spareLeft": None, "askedAt": ago(minutes=9)}
SILENT = {"model": None, "serial": None, "celsius": None, "powerOnHours": None, "wear": None, "passed": None, "reallocatedSectors": None, "pendingSectors": None, "uncorrectableErrors": None, "askedAt": None}
RAID = {"device": "md0", "level": "raid1", "state": "active", "devicesWanted": 2, "devicesActive": 2, "devicesFailed": 0, "devicesSpare": 0, "isDegraded": False, "action": None, "progress": None, "size": 10 ** 12,
        "members": [{"device": "sda1", "state": "active", "slot": 0}, {"device": "sdb1", "state": "active", "slot": 1}]}
FIGURES = {"cpu": {"value": 0.23}, "memoryUsed": {"value": 5e9}, "memoryTotal": {"value": 16e9}, "diskUsed": {"value": 4e11}, "diskTotal": {"value": 1e12}, "networkIn": {"value": 12e4}, "networkOut": {"value": 3e4},
           "diskRead": {"value": 4096}, "diskWrite": {"value": 81920}, "load1": {"value": 0.7}, "temperature": {"value": 51}, "ioPressure": {"value": 0.12}, "processes": {"value": 310}}


def host(name, metrics=None, status="online", **change):
    facts = {"hostname": name, "machineID": f"{name}-machine", "osName": "Debian GNU/Linux 12", "kernel": "6.1.0", "architecture": "x86_64", "processors": PROCESSORS, "loadAverage": [0.7, 0.5, 0.4], "startedAt": ago(days=12),
             "filesystems": [{"mountpoint": "/", "type": "ext4", "device": "/dev/sda2", "total": 10 ** 12, "used": 4 * 10 ** 11}], "interfaces": [{"name": "eth0", "hardwareAddress": "52:54:00:00:00:01", "addresses": ["10.0.0.7/24"]}],
             "temperatures": [{"label": "Package id 0", "celsius": 51}], "fans": [{"label": "fan1", "turns": 840}], "arrays": [], "pools": [], "disks": [{"device": "sda", **DISK}], "failedUnits": [],
             "packages": {"manager": "apt", "pending": 0, "security": 0, "listsAt": ago(hours=3)}, "isRebootDue": False, "clock": {"isSynchronised": True, "estimatedError": 0.02}, "engines": None, "virtualization": "none",
             "productUUID": None, **change}
    return resource("host", f"host:{name}", name, facts, metrics or FIGURES, source=name, status=status)


def container(name, on, status="running", metrics=None, **change):
    facts = {"engine": "docker", "containerID": "ab" * 32, "image": f"ghcr.io/owner/{name}:1.2", "imageID": "sha256:" + "c" * 64, "imageDigest": "sha256:" + "d" * 64, "state": "running", "health": None, "healthOutput": None, "exitCode": None,
             "wasOutOfMemory": False, "wasStoppedByHand": False, "error": None, "createdAt": ago(days=3), "startedAt": ago(days=2), "finishedAt": None, "restartCount": 0, "restartPolicy": "unless-stopped", "project": None, "service": None,
             "replica": None, "pod": None, "processorLimit": 2, "memoryLimit": 2 ** 30, "ports": [{"container": 80, "host": 8080, "transport": "tcp", "address": "0.0.0.0"}], "networks": [{"name": "bridge", "addresses": ["172.17.0.2"]}],
             "mounts": [{"type": "volume", "source": "data", "destination": "/var/lib/data", "isReadOnly": False}], "labels": {"org.example.team": "web"}, "isPrivileged": False, "writtenBytes": 12_000, "update": None, **change}
    figures = {"cpu": {"value": 0.04}, "memoryUsed": {"value": 2 ** 28}, "memoryTotal": {"value": 2 ** 30}, "networkIn": {"value": 900}, "networkOut": {"value": 80}, "restarts": {"value": 0}}
    return resource("container", f"container:{on}/{name}", name, facts, figures if metrics is None else metrics, source=on, parent=f"host:{on}", status=status)


def update(verdict, tag=None, problem=None):
    return {"verdict": verdict, "currentDigest": None, "latestDigest": None, "latestTag": tag, "checkedAt": ago(hours=1), "firstSeenAt": ago(days=4), "problem": problem}


def inside(name, **change):
    return {"name": name, "image": f"registry.example/{name}:2", "isInit": False, "isReady": True, "state": "running", "reason": None, "message": None, "exitCode": None, "restarts": 0, "lastReason": None, "lastExitCode": None,
            "lastFinishedAt": None, **change}


def pod(name, containers, namespace="shop", status="running", **change):
    facts = {"namespace": namespace, "node": "worker-1", "phase": "Running", "reason": None, "message": None, "ownerKind": "Deployment", "ownerName": "api", "containers": containers, "restarts": sum(one["restarts"] for one in containers),
             "isReady": all(one["isReady"] for one in containers), "isTerminating": False, "createdAt": ago(days=1), "startedAt": ago(days=1), "quality": "Burstable", "addresses": ["10.42.0.9"], "processorRequest": 0.1,
             "processorLimit": None, "memoryRequest": 2 ** 27, "memoryLimit": 2 ** 29, **change}
    return resource("k8s-pod", f"k8s-pod:prod/{namespace}/{name}", name, facts, {"cpu": {"value": 0.02}, "memoryUsed": {"value": 2 ** 26}, "restarts": {"value": 0}}, source="prod", parent="k8s-cluster:prod", status=status)


def workload(kind, name, namespace="shop", status="running", **change):
    facts = {"namespace": namespace, "images": ["registry.example/api:2"], "desired": 2, "ready": 2, "updated": 2, "available": 2, "conditions": [], "createdAt": ago(days=20), "active": None, "succeeded": None, "failed": None,
             "startedAt": None, "finishedAt": None, "ownerName": None, "schedule": None, "isSuspended": None, "lastScheduledAt": None, "lastSucceededAt": None, **change}
    return resource(kind, f"{kind}:prod/{namespace}/{name}", name, facts, source="prod", parent="k8s-cluster:prod", status=status)


HOSTS = [
    host("nas", engines=[{"product": "docker", "version": "27.3.1", "apiVersion": "1.47", "isRootless": False, "storageDriver": "overlay2", "swarm": {"clusterID": "sw1", "nodeID": "n1", "state": "active", "isManager": True},
                          "imageBytes": 10 ** 10, "containerBytes": 10 ** 8, "volumeBytes": 10 ** 9, "cacheBytes": None, "reclaimableBytes": 3 * 10 ** 9}]),
    host("web-1", isRebootDue=True, failedUnits=["nginx.service", "<b>odd</b>.service"], packages={"manager": "apt", "pending": 12, "security": 3, "listsAt": ago(days=5)},
         arrays=[{**RAID, "devicesActive": 1, "isDegraded": True, "action": "recovery", "progress": 0.34, "members": [{"device": "sda1", "state": "active", "slot": 0}, {"device": "sdb1", "state": "rebuilding", "slot": 1}]}],
         pools=[{"name": "tank", "health": "DEGRADED", "size": 10 ** 13, "allocated": 4 * 10 ** 12, "fragmentation": 0.12, "scan": "scrub repaired 0B", "scrubbedAt": ago(days=40), "errors": "No known data errors", "readErrors": 0, "writeErrors": 0,
                 "checksumErrors": 7}],
         disks=[{"device": "sda", **DISK}, {"device": "sdb", **DISK, "passed": False, "pendingSectors": 9}, {"device": "sdc", **DISK, **SILENT, "answer": "standby"}, {"device": "sdd", **DISK, **SILENT, "answer": "unreadable"},
                {"device": "vda", **DISK, **SILENT, "answer": "unsupported"}, {"device": "nvme0n1", **DISK, **SILENT, "answer": "not_asked"}]),
    host("old", metrics={"cpu": {"value": None, "quality": "unknown", "reason": "not_reported"}, "temperature": {"value": None, "quality": "unknown", "reason": "no_sensor"}}, fans=None, arrays=None, pools=None, disks=None, failedUnits=None,
         packages=None, isRebootDue=None, clock=None, virtualization=None, temperatures=[]),
]

CONTAINERS = [
    container("front", "nas", project="shop", service="front", health="healthy", update=update("new_tag", "1.3")), container("db", "nas", project="shop", service="db", health="unhealthy", healthOutput="no answer on 5432", status="degraded"),
    container("worker", "nas", project="shop", service="worker", state="exited", status="failing", exitCode=137, wasOutOfMemory=True, startedAt=None, finishedAt=ago(minutes=12), restartCount=4, metrics={"restarts": {"value": 4}}),
    container("cache", "web-1", update=update("new_digest")), container("made-here", "web-1", update=update("not_tracked")), container("stopped", "web-1", state="exited", status="stopped", exitCode=0, wasStoppedByHand=True, startedAt=None, metrics={}),
    resource("swarm-service", "swarm-service:nas/sw1/st_api", "st_api", {"clusterID": "sw1", "serviceID": "svc1", "image": "owner/api:4", "stack": "st", "mode": "replicated", "desired": 3, "running": 1, "ports": [], "updateState": "paused",
             "updateMessage": "update paused due to failure", "createdAt": ago(days=9), "updatedAt": ago(hours=1), "failures": ["task: non-zero exit (1)"]}, source="nas", status="degraded"),
]

CLUSTER = [
    resource("k8s-cluster", "k8s-cluster:prod", "prod", {"uid": "5f1c", "version": "v1.36.1", "distribution": "k3s", "nodesTotal": 2, "nodesReady": 1, "podsTotal": 4, "podsRunning": 3, "namespaces": 3, "hasMetrics": True,
             "excludedNamespaces": ["kube-node-lease"], "certificates": [{"owner": "api-server", "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2026-01-02T00:00:00Z"}]}, {"cpu": {"value": 0.31}, "memoryUsed": {"value": 6e9}, "memoryTotal": {"value": 32e9}}, source="prod", status="degraded"),
    *[resource("k8s-node", f"k8s-node:prod/worker-{number}", f"worker-{number}", {
        "isReady": number == 1, "isUnschedulable": False, "conditions": [] if number == 1 else [{"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status.", "since": ago(minutes=7)}],
        "roles": ["worker"], "kubelet": "v1.36.1", "runtime": "containerd://2.1", "osName": "Debian GNU/Linux 12", "kernel": "6.1.0", "architecture": "amd64", "addresses": [f"10.0.1.{number}"], "processors": 4, "memory": 16 * 2 ** 30,
        "pods": 110, "taints": [], "createdAt": ago(days=90), "machineID": "nas-machine" if number == 1 else None, "systemUUID": None}, FIGURES, source="prod", parent="k8s-cluster:prod", status="online" if number == 1 else "offline")
      for number in (1, 2)],
    workload("k8s-deployment", "api", status="degraded", ready=1, available=1, conditions=[{"type": "Available", "status": "False", "reason": "MinimumReplicasUnavailable", "message": "Deployment does not have minimum availability.", "since": ago(hours=2)}]),
    workload("k8s-statefulset", "store", namespace="data"), workload("k8s-cronjob", "nightly", namespace="data", desired=None, ready=None, schedule="0 3 * * *", isSuspended=True, active=0),
    pod("api-7c9d-1", [inside("migrate", isInit=True, isReady=False, state="terminated", reason="Completed", exitCode=0), inside("api")]),
    pod("api-7c9d-2", [inside("api", isReady=False, state="waiting", reason="CrashLoopBackOff", message="back-off 5m0s restarting failed container", restarts=17, lastReason="OOMKilled", lastExitCode=137, lastFinishedAt=ago(minutes=2))], status="failing"),
    pod("store-0", [inside("store")], namespace="data", ownerKind="StatefulSet", ownerName="store"),
    resource("k8s-claim", "k8s-claim:prod/data/store-data", "store-data", {"namespace": "data", "phase": "Bound", "storageClass": "local-path", "volume": "pvc-1", "requested": 2 ** 33, "capacity": 2 ** 33, "accessModes": ["ReadWriteOnce"],
             "createdAt": ago(days=20), "usedBy": ["store-0"]}, source="prod", parent="k8s-cluster:prod", status="available"),
]

SOURCES = [*[source(name, "agent", "6.0.0") for name in ("nas", "web-1", "old")], source("prod", "kubernetes", "6.0.0")]


def rows(*all, left_out=0):
    return {"rows": list(all), "total": len(all), "left_out": left_out}


ENGINE = {"source": "nas", "host": "nas", "engine": "docker"}
NAMED = {"source": "prod", "host": None, "namespace": "shop"}
LISTS = {
    "containers/images": rows({**ENGINE, "imageID": "sha256:" + "1" * 64, "tags": ["owner/front:1.2"], "digests": [], "size": 2 * 10 ** 8, "createdAt": ago(days=30), "containers": 1},
                              {**ENGINE, "imageID": "sha256:" + "2" * 64, "tags": [], "digests": [], "size": 9 * 10 ** 8, "createdAt": ago(days=90), "containers": 0}, left_out=3),
    "containers/volumes": rows({**ENGINE, "name": "data", "driver": "local", "mountpoint": "/var/lib/docker/volumes/data/_data", "size": None, "containers": 1, "createdAt": ago(days=30), "project": "shop"}),
    "containers/networks": rows({**ENGINE, "networkID": "n1", "name": "bridge", "driver": "bridge", "scope": "local", "subnets": ["172.17.0.0/16"], "isInternal": False}),
    "containers/swarm-nodes": rows({**ENGINE, "nodeID": "n1", "hostname": "nas", "role": "manager", "state": "ready", "availability": "active", "isLeader": True, "reachability": "reachable", "address": "10.0.0.7", "engineVersion": "27.3.1"}),
    "kubernetes/services": rows({**NAMED, "name": "api", "type": "ClusterIP", "addresses": ["10.43.0.12"], "ports": ["80/TCP"], "createdAt": ago(days=20)}),
    "kubernetes/ingresses": rows({**NAMED, "name": "api", "ingressClass": "traefik", "hosts": ["shop.example"], "addresses": ["10.0.1.1"], "createdAt": ago(days=20)}),
    "kubernetes/volumes": rows({"source": "prod", "host": None, "name": "pvc-1", "phase": "Bound", "storageClass": "local-path", "capacity": 2 ** 33, "claim": "data/store-data", "reclaimPolicy": "Delete", "message": None}),
    "kubernetes/events": rows({**NAMED, "objectKind": "Pod", "objectName": "api-7c9d-2", "type": "Warning", "reason": "BackOff", "message": "Back-off restarting failed container api", "count": 42, "firstAt": ago(hours=1), "lastAt": ago(minutes=1)}),
}


def agent(name, **change):
    return {"id": f"a-{name}", "source": name, "name": name, "hostname": f"{name}.example", "origin": "enrolled", "version": "6.0.1", "platform": "linux", "architecture": "x86_64", "tags": ["rack-1"], "enrolledAt": ago(days=30), "revokedAt": None,
            "lastSeenAt": ago(seconds=4), "condition": "reporting", "interval": 10, "modules": [{"name": "host", "condition": "working", "problem": None, "nextStep": None, "kinds": ["host"]}], "profile": None, "clockOffset": 0.1,
            "lostReports": 0, "machineShared": False, "isOutdated": False, "clusters": [], **change}


PROFILE = {"id": "p1", "name": "Web servers", "description": "All of rack 1", "config": {"interval": 30, "smart": False, "excludeFilesystems": ["/mnt/*"]}, "version": 3, "created_at": ago(days=9), "updated_at": ago(hours=2),
           "assignedAgents": ["a-nas"]}


def key(key, kind, meaning, fallback, **change):
    return {"key": key, "kind": kind, "minimum": None, "maximum": None, "unit": None, "choices": None, "maximumCount": None, "maximumBytes": None, "meaning": meaning, "fallback": fallback, **change}


FLEET = {
    "agents": {"serverVersion": "6.0.1", "agentVersion": "6.0.1", "agents": [
        agent("nas", profile={"id": "p1", "name": "Web servers", "serial": 5, "appliedSerial": 5, "refused": []}),
        agent("web-1", version="6.0.0", isOutdated=True, machineShared=True, clockOffset=-190, profile={"id": "p1", "name": "Web servers", "serial": 5, "appliedSerial": 4, "refused": ["selfUpdate"]},
              modules=[{"name": "host", "condition": "working", "problem": None, "nextStep": None, "kinds": ["host"]},
                       {"name": "docker", "condition": "failing", "problem": "The socket /var/run/docker.sock may not be opened.", "nextStep": "Add pulse-agent to the group docker, and restart it.", "kinds": ["container"]}]),
        agent("old", origin="v5", version="5.1.2", condition="overdue", lastSeenAt=ago(minutes=40), interval=30, modules=[], tags=[], clockOffset=None)]},
    "agents/codes": {"codes": [{"id": "c1", "createdBy": "admin", "createdAt": ago(minutes=5), "expiresAt": ago(minutes=-30), "uses": 3, "usesLeft": 2, "tags": [], "name": None}]},
    "POST agents/codes": {"code": "K7QF-2M9X", "expiresAt": ago(minutes=-60), "uses": 3, "command": "curl -fsSL https://pulse.example/install.sh | sh -s -- --code K7QF-2M9X", "commandKubernetes": "kubectl apply -f https://pulse.example/agent.yaml"},
    "admin/profiles": [PROFILE],
    "admin/profiles/schema": [key("interval", "number", "How often the agent reports.", "10", minimum=5, maximum=3600, unit="seconds"), key("smart", "flag", "Ask disks for their SMART figures.", "true"),
                              key("containers", "choice", "Which container engine is asked.", "auto", choices=["auto", "docker", "podman", "off"]),
                              key("excludeFilesystems", "texts", "Mount points that are left out.", "[]", maximumCount=64, maximumBytes=256)],
    "admin/profiles/p1/versions": [{"version": 3, "config": PROFILE["config"], "changed_at": ago(hours=2), "changed_by": "admin", "diff": [{"key": "interval", "from": 10, "to": 30}]},
                                   {"version": 2, "config": {"interval": 10}, "changed_at": ago(days=2), "changed_by": "admin", "diff": [{"key": "smart", "from": None, "to": False}]}],
    "admin/profiles/rules": [{"tag": "rack-1", "platform": None, "module": None, "profile_id": "p1"}],
    "POST admin/profiles/preview": {"effective": {"interval": {"value": 30, "from": "profile"}, "smart": {"value": True, "from": "local"}, "containers": {"value": "auto", "from": "default"}}, "refused": ["smart"]},
    "PUT admin/profiles/p1": {**PROFILE, "version": 4},
}

EVERYTHING = [*HOSTS, *CONTAINERS, *CLUSTER]
ANSWERS = {**LISTS, **FLEET}
