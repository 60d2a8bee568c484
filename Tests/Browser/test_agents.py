"""Machines, containers and a cluster on the pages of a real server, to which agents of v5 report: what they say is what is shown."""

import json
import urllib.request

import pytest
from programs import Server, until
from test_accessibility import look

AGENT = {"id": "agent-nas", "version": "v5.0.11", "type": "unified", "intervalSeconds": 30, "hostname": "nas"}
HOST = {
    "agent": AGENT,
    "host": {"id": "machine-nas", "hostname": "nas", "displayName": "nas", "machineId": "machine-nas", "platform": "linux", "osName": "debian", "osVersion": "12.11", "kernelVersion": "6.1.0", "architecture": "x86_64", "cpuCount": 4,
             "uptimeSeconds": 90_000, "loadAverage": [0.5, 0.4, 0.3]},
    "metrics": {"cpuUsagePercent": 25, "memory": {"totalBytes": 16 * 2 ** 30, "usedBytes": 4 * 2 ** 30}},
    "disks": [{"device": "/dev/sda2", "mountpoint": "/", "filesystem": "ext4", "type": "ext4", "totalBytes": 10 ** 12, "usedBytes": 4 * 10 ** 11}],
    "network": [{"name": "eth0", "mac": "52:54:00:00:00:01", "addresses": ["192.0.2.7/24"], "rxBytes": 10 ** 9, "txBytes": 10 ** 8}],
    "sensors": {"temperatureCelsius": {"cpu_package": 51}, "smart": [{"device": "sda", "model": "Model of disks", "serial": "S1", "type": "sata", "temperature": 34, "health": "PASSED"}]},
    "raid": [{"device": "/dev/md0", "level": "raid1", "state": "clean, degraded", "totalDevices": 2, "activeDevices": 1, "failedDevices": 1, "spareDevices": 0, "devices": [{"device": "sda1", "state": "active sync", "slot": 0}]}],
    "tags": ["rack-1"],
}
DOCKER = {
    "agent": AGENT,
    "host": {"hostname": "nas", "machineId": "machine-nas", "os": "Debian 12", "runtime": "docker", "runtimeVersion": "27.3.1", "dockerVersion": "27.3.1", "totalCpu": 4, "totalMemoryBytes": 16 * 2 ** 30, "uptimeSeconds": 90_000},
    "containers": [
        {"id": "a" * 64, "name": "front", "image": "owner/front:1.2", "state": "running", "status": "Up 2 hours", "health": "healthy", "cpuPercent": 12, "memoryUsageBytes": 2 ** 28, "memoryLimitBytes": 2 ** 30, "restartCount": 0,
         "startedAt": "2026-11-24T08:00:00Z", "ports": [{"privatePort": 80, "publicPort": 8080, "protocol": "tcp", "ip": "0.0.0.0"}], "labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "front"},
         "updateStatus": {"updateAvailable": True, "currentDigest": "sha256:" + "1" * 64, "latestDigest": "sha256:" + "2" * 64, "lastChecked": "2026-11-24T08:00:00Z"}},
        {"id": "b" * 64, "name": "worker", "image": "owner/worker:3", "state": "exited", "status": "Exited (1) 3 minutes ago", "exitCode": 1, "restartCount": 2, "labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "worker"}},
    ],
}
KUBERNETES = {
    "agent": {"id": "agent-prod", "version": "v5.0.11", "intervalSeconds": 30},
    "cluster": {"id": "cluster-prod", "name": "prod", "version": "v1.36.1"},
    "nodes": [{"name": "worker-1", "ready": True, "kubeletVersion": "v1.36.1", "roles": ["worker"], "capacity": {"cpuCores": 4, "memoryBytes": 16 * 2 ** 30, "pods": 110}}, {"name": "worker-2", "ready": False, "kubeletVersion": "v1.36.1"}],
    "pods": [{"name": "api-1", "namespace": "shop", "nodeName": "worker-1", "phase": "Running", "ownerKind": "Deployment", "ownerName": "api", "containers": [{"name": "api", "image": "owner/api:2", "ready": True, "restartCount": 0, "state": "running"}]},
             {"name": "api-2", "namespace": "shop", "nodeName": "worker-2", "phase": "Running", "ownerKind": "Deployment", "ownerName": "api", "restarts": 7,
              "containers": [{"name": "api", "image": "owner/api:2", "ready": False, "restartCount": 7, "state": "waiting", "reason": "CrashLoopBackOff"}]}],
    "deployments": [{"name": "api", "namespace": "shop", "desiredReplicas": 2, "updatedReplicas": 2, "readyReplicas": 1, "availableReplicas": 1}],
}


def report(server, token, kind, body):
    asked = urllib.request.Request(f"{server.url}api/agents/{kind}/report", json.dumps(body).encode(), {"Content-Type": "application/json", "X-API-Token": token}, method="POST")
    return json.loads(urllib.request.urlopen(asked, timeout=60).read())


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    """A server to which a machine with containers and a cluster have reported."""
    server = None
    try:
        server = Server(tmp_path_factory.mktemp("server"))
        server.client = server.sign_in()
        token = server.client.call("POST", "security/tokens", {"name": "v5", "scopes": ["host-agent:report", "docker:report", "kubernetes:report"]})["token"]
        for kind, body in (("host", HOST), ("docker", DOCKER), ("kubernetes", KUBERNETES)):
            report(server, token, kind, body)
        for kind, count in (("host", 1), ("container", 2), ("k8s-pod", 2)):
            until(lambda: server.client.resources(kind=kind).__len__() == count, f"{count} of kind {kind} are known", pause=0.2)
        yield server
    finally:
        if server:
            server.end()


@pytest.fixture
def page(estate, screens):
    screen = screens(estate)
    screen.sign_in(estate.client)
    return screen


def only(client, kind, **facts):
    return next(one for one in client.resources(kind=kind) if all(one.get(name) == value for name, value in facts.items()))


def test_what_a_machine_reported_is_on_the_page_hosts(page, estate):
    host = only(estate.client, "host")
    page.see(".navigation a", "Hosts").click()
    cells = page.row(host["id"])["cells"]
    assert "25 %" in cells["cpu"] and "25 %" in cells["memory"] and "40 %" in cells["disk"] and "md0 degraded" in cells["marks"]
    page.filter("raid:degraded tag:rack-1 temp>50")
    page.until(lambda: page.count() == 1, "the machine is found by what it reported")
    page.open(f"?page=hosts&open={host['id']}&tab=disks")
    page.see(".drawer td.col-health", "passed")
    page.open(f"?page=hosts&open={host['id']}&tab=raid")
    page.says("1 of 2 devices active", ".drawer")


def test_what_its_engine_reported_is_on_the_page_docker(page, estate):
    front, worker = only(estate.client, "container", name="front"), only(estate.client, "container", name="worker")
    page.see(".navigation a", "Docker").click()
    cells = page.row(front["id"])["cells"]
    assert "owner/front:1.2" in cells["image"] and cells["project"] == "shop" and "healthy" in cells["checked"] and "new image" in cells["update"]
    page.open(f"?page=docker&open={worker['id']}")
    page.says("exit 1", ".drawer .facts")
    page.open("?page=docker&section=updates")
    page.until(lambda: [row["id"] for row in page.rows()] == [front["id"]], "the container that has an update")
    page.open("?page=docker&section=projects")
    page.see(".table .tr", "shop")


def test_what_a_cluster_reported_is_on_the_page_kubernetes(page, estate):
    bad = only(estate.client, "k8s-pod", name="api-2")
    page.see(".navigation a", "Kubernetes").click()
    page.until(lambda: page.count() == 1, "the cluster")
    page.open("?page=kubernetes&section=pods&only=problems")
    page.until(lambda: [row["id"] for row in page.rows()] == [bad["id"]], "the pod that crashes")
    assert "CrashLoopBackOff" in page.row(bad["id"])["cells"]["kPhase"]
    page.open(f"?page=kubernetes&section=pods&open={bad['id']}")
    page.press("api", ".drawer .facts")
    page.see(".drawer .lead", "degraded")


def test_the_history_of_a_machine_has_its_charts(page, estate):
    host = only(estate.client, "host")["id"]
    until(lambda: estate.client.call("GET", f"history?resource={host}&metric=cpu")["series"], "its figures have a past", pause=0.5)
    page.open(f"?page=hosts&open={host}&tab=history&range=1h&parts=on")
    page.see(".drawer .chart h3", "CPU")
    assert page.field("Per core, disk and interface").is_selected()


@pytest.mark.parametrize("path", ["containers/images", "containers/volumes", "containers/networks", "kubernetes/services", "kubernetes/ingresses", "kubernetes/volumes", "kubernetes/events"])
def test_a_list_that_agents_of_v5_do_not_tell_says_so(page, path):
    section = path.split("/")
    page.open(f"?page={'docker' if section[0] == 'containers' else 'kubernetes'}&section={section[1]}")
    page.see(".empty")
    assert not page.all(".problem")


def test_agents_are_listed_and_can_be_forgotten_by_name(page, estate):
    page.open("?page=settings&section=agents")
    page.see(".table .tr", "nas")
    page.see(".table .tr", "prod").click()
    page.says("an API token of a v5 agent", ".settings-body")
    problems = []
    look(page, "an agent", problems)
    assert not problems, "\n".join(problems)
    page.press("Forget")
    dialog = page.see("dialog[open]", "Forget")
    dialog.find_element("css selector", "input").send_keys(page.text(".settings-body h2").strip())
    page.run("return [...document.querySelectorAll('dialog[open] button.danger')].at(-1)").click()
    page.says("was forgotten")
    until(lambda: not estate.client.resources(kind="k8s-pod"), "its things are gone", pause=0.2)
    page.until(lambda: "Kubernetes" not in page.text(".navigation"), "no entry leads to what is gone")


def test_a_code_is_made_with_its_command(page, estate):
    page.open("?page=settings&section=agents&form=add")
    page.fill("Machines", "2")
    page.fill("Tags", "rack-2")
    page.press("Make the code")
    # Where the server was not given the agent's program, somebody else has to bring it.
    if estate.client.call("GET", "agents")["agentVersion"] is None:
        page.says("holds no agent for download")
        page.see(".command code", "pulse-agent install --url")
    else:
        page.see(".command code", "install.sh")
    page.see(".command code", "kubectl apply")
    page.see("table", "Take back")
    assert [(one["usesLeft"], one["tags"]) for one in estate.client.call("GET", "agents/codes")["codes"]] == [(2, ["rack-2"])]
    page.press("Take back")
    until(lambda: not estate.client.call("GET", "agents/codes")["codes"], "the code is void", pause=0.2)


def test_without_a_licence_profiles_say_what_they_are(page):
    page.open("?page=settings&section=profiles")
    page.says("Agent profiles is a part of Pulse Pro")
