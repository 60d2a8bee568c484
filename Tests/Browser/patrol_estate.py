"""A patrol that was made up for the tests of its page: findings with causes and consequences, runs, rules, checks, and a server that lets itself be acted on."""

from datetime import datetime, timedelta, timezone

from invented import Invented, ago, resource, source


def ahead(**span):
    return (datetime.now(timezone.utc) + timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")


def guest(number, name, status="running"):
    return resource("guest", f"guest:harbour/{number}", name, {
        "vmid": number, "node": "pve-1", "type": "qemu", "template": False, "lock": None, "pool": None, "processors": 2, "startedAt": ago(days=3), "agent": None, "osName": None, "addresses": [],
        "filesystems": None, "interfaces": None, "agentReason": None}, parent="node:harbour/pve-1", status=status)


def storage(name):
    return resource("storage", f"storage:harbour/{name}", name, {"type": "lvmthin", "shared": False, "content": ["images"], "nodes": ["pve-1"]}, status="available")


def finding(id, severity, title, resource_id, name, check="PVE-GUEST-SLOW", category="reliability", **more):
    kind = resource_id.split(":")[0]
    return {
        "id": id, "key": check.lower(), "check": check, "severity": severity, "category": category, "resource_id": resource_id, "resource_name": name, "resource_type": kind, "instance": "", "title": title,
        "description": f"{name}: {title.lower()}.", "recommendation": "Look at it.", "evidence": f"{title} since a while.", "evidence_items": [], "detected_at": ago(hours=3), "last_seen_at": ago(minutes=3),
        "times_raised": 1, "regressions": 0, "state": "open", "suppressed": False, "consequences": [], **more}


def findings(consequences=12):
    below = [
        finding(f"slow-{number}", "warning", "Guest does not answer", f"guest:harbour/{100 + number}", f"web-{number}", cause={"finding_id": "node-down", "path": [f"guest:harbour/{100 + number}", "node:harbour/pve-1"]})
        for number in range(consequences)]
    return [
        finding("node-down", "critical", "Node is down", "node:harbour/pve-1", "pve-1", check="PVE-NODE-DOWN", consequences=[one["id"] for one in below], times_raised=2, regressions=1),
        finding("fill", "critical", "Storage almost full", "storage:harbour/local-lvm", "local-lvm", check="PVE-STORAGE-FILL", category="capacity", detected_at=ago(hours=5),
                recommendation="Make room: `pvesm list local-lvm` lists what lies there. Or add a disk.",
                evidence="Used 90 GiB of 100 GiB (90 %), growing 1 GiB a day.",
                evidence_items=[
                    {"kind": "series", "resource_id": "storage:harbour/local-lvm", "name": "diskUsed", "part": "", "text": "90.0 GiB of 100 GiB", "from": ago(days=7), "to": ago(seconds=0), "marks": [
                        {"label": "now", "value": 90 * 2**30, "at": ago(seconds=0)}, {"label": "capacity", "value": 100 * 2**30}, {"label": "full", "value": 100 * 2**30, "at": ahead(days=3)}]},
                    {"kind": "limit", "name": "warning", "part": "", "text": "85.0 %", "value": 0.85, "marks": []},
                    {"kind": "fact", "resource_id": "storage:harbour/local-lvm", "name": "thin pool", "part": "", "text": "data 90 %, metadata 12 %", "at": ago(minutes=3), "marks": []}]),
        *below,
        finding("odd", "watch", "Snapshot is old", "guest:harbour/101", "web-1", check="PVE-SNAPSHOT-OLD", category="backup", state="acknowledged", acknowledged_at=ago(hours=1), acknowledged_by="ops"),
        finding("away", "warning", "No guest agent", "guest:harbour/102", "web-2", check="PVE-GUEST-NOAGENT", category="general", state="dismissed", dismissed_reason="expected_behavior", user_note="An appliance."),
        finding("quiet", "warning", "Certificate ends soon", "node:harbour/pve-1", "pve-1", check="PVE-CERT-END", category="security", suppressed=True, suppressed_by="rule-1"),
    ]


CHECKS = [
    {"code": "PVE-STORAGE-FILL", "key": "storage-high-usage", "title": "Storage fills up", "category": "capacity", "kinds": ["storage"], "needs": ["7 days of history of used space"],
     "why": "A full storage stops every guest on it.", "decides": "From 85 % a warning, from 95 % critical, sooner where the forecast says so.", "advice": "Make room, or add a disk.", "findings": 1},
    {"code": "PVE-NODE-DOWN", "key": "node-offline", "title": "Node is down", "category": "reliability", "kinds": ["node"], "needs": [], "why": "Its guests are down with it.",
     "decides": "When the cluster says so for 2 minutes.", "advice": "Look at its console.", "findings": 1},
    {"code": "PVE-SNAPSHOT-OLD", "key": "old-snapshot", "title": "Snapshot is old", "category": "backup", "kinds": ["guest"], "needs": ["snapshots"], "why": "It grows.", "decides": "After 14 days.", "advice": "Delete it.", "may_follow_from": ["PVE-STORAGE-FILL"], "findings": 1},
]


def run(id, status="critical", **more):
    return {"id": id, "type": "patrol", "trigger": "schedule", "started_at": ago(minutes=4), "completed_at": ago(minutes=3), "duration_ms": 1400, "status": status, "scoped": False, "resources_checked": 412, "nodes_checked": 3,
            "guests_checked": 300, "docker_checked": 0, "storage_checked": 9, "hosts_checked": 0, "pbs_checked": 0, "kubernetes_checked": 0, "coverage": {"node": 3, "guest": 300, "storage": 9, "disk": 100}, "checks_run": 118,
            "judged": 2400, "not_evaluable": 7, "not_evaluable_reasons": [{"check": "PVE-STORAGE-FILL", "reason": "Less than a day of history.", "count": 7}], "failures": [{"check": "PVE-ODD", "error": "a number was none"}],
            "new_findings": 2, "existing_findings": 12, "resolved_findings": 1, "regressed_findings": 1, "suppressed_findings": 1, "findings_summary": "2 new findings, one of them critical.",
            "finding_ids": ["fill", "long-gone"], "resolved_ids": [], "error_count": 1, **more}


LICENCE = (402, {"error": "license_required", "message": "Acknowledging is a part of Pulse Pro.", "feature": "ai_patrol", "upgrade_url": "https://example.com/pro"})


class Patrol(Invented):
    """What a person does changes what is told next; `licensed` opens what needs a licence."""

    def __init__(self, found=None, licensed=False, **status):
        self.found = findings() if found is None else found
        self.licensed, self.running, self.interval = licensed, False, 360
        self.further, self.rules, self.run_list = status, [
            {"id": "rule-1", "check": "PVE-CERT-END", "description": "Renewed by hand", "created_at": ago(days=2), "created_by": "ops", "created_from": "finding", "hides": ["quiet"]}], [run("run-2"), run("run-1", "healthy", trigger="person", triggered_by="admin")]
        hour = [3600 * (int(datetime.now(timezone.utc).timestamp()) // 3600) - 3600 * back for back in range(7 * 24, -1, -1)]
        used = [(83 + 7 * index / len(hour)) * 2**30 for index in range(len(hour))]
        path = "ai/patrol"
        answers = {
            f"{path}/status": lambda _: self.status(), f"{path}/findings?severity=info&hidden=true": lambda _: self.found,
            f"{path}/marks": lambda _: self.marks(),
            f"{path}/history": lambda _: [*self.found, finding("over", "warning", "Was too hot", "guest:harbour/105", "web-5", state="resolved", resolved_at=ago(hours=1), resolution="condition_gone")],
            f"{path}/runs?limit=50": lambda _: self.run_list, f"{path}/suppressions": lambda _: self.rules, f"{path}/checks": CHECKS,
            f"POST {path}/run": lambda _: self.start(), f"POST {path}/cancel": {"success": True, "message": "Cancelling."}, f"PUT {path}/schedule": lambda body: self.schedule(body),
            f"POST {path}/suppressions": lambda body: self.suppress(body), f"DELETE {path}/suppressions/rule-1": lambda _: self.unsuppress(),
            "history": {"from": ago(days=7), "to": ago(seconds=0), "stepSeconds": 3600, "series": [
                {"resource": "storage:harbour/local-lvm", "metric": "diskUsed", "part": None, "unit": "bytes", "cadenceSeconds": 60, "tiers": ["hour"],
                 "points": {"t": hour, "avg": used, "min": used, "max": used, "count": [60] * len(hour)}}]},
        }
        for act, state in {"acknowledge": "acknowledged", "snooze": "snoozed", "dismiss": "dismissed", "resolve": "resolved", "reopen": "open"}.items():
            answers[f"POST {path}/{act}"] = lambda body, act=act, state=state: self.act(act, state, body)
        for one in self.found:
            answers[f"{path}/findings/{one['id']}"] = lambda _, id=one["id"]: self.told_of(id)
            answers[f"{path}/findings?resource_id={one['resource_id'].replace(':', '%3A').replace('/', '%2F')}&hidden=true"] = lambda _, id=one["resource_id"]: [other for other in self.found if other["resource_id"] == id]
        for check in CHECKS:
            answers[f"{path}/checks/{check['code']}"] = check
        node = resource("node", "node:harbour/pve-1", "pve-1", {
            "processors": {"threads": 8, "cores": 4, "sockets": 1, "model": None}, "version": "8.4", "kernel": "6.8", "startedAt": ago(days=9), "address": "10.0.0.1", "subscription": None, "bootMode": None}, status="offline")
        things = [node, storage("local-lvm"), *(guest(100 + number, f"web-{number}") for number in range(12))]
        super().__init__([source("harbour", "pve", "8.4")], things, answers)

    def active(self):
        return [one for one in self.found if one["state"] in ("open", "acknowledged", "regressed") and not one["suppressed"]]

    def marks(self):
        marks = {}
        for one in self.active():
            if one["severity"] in ("warning", "critical"):
                mark = marks.setdefault(one["resource_id"], {"severity": one["severity"], "count": 0})
                marks[one["resource_id"]] = {"severity": min(mark["severity"], one["severity"]), "count": mark["count"] + 1}
        return marks

    def told_of(self, id):
        one = next(one for one in self.found if one["id"] == id)
        return {**one, "history": [{"at": ago(hours=5), "event": "raised", "severity": "warning"}, {"at": ago(hours=2), "event": "escalated", "severity": "critical"},
                                   {"at": ago(hours=1), "event": "acknowledged", "severity": "critical", "by": "ops", "note": "On it."}]}

    def status(self):
        active = self.active()
        counts = {severity: sum(one["severity"] == severity for one in active) for severity in ("critical", "warning", "watch", "info")}
        return {"running": self.running, "enabled": self.interval > 0, "last_patrol_at": ago(minutes=3), "next_patrol_at": ahead(hours=2), "last_duration_ms": 1400, "resources_checked": 412, "findings_count": len(active),
                "healthy": not active, "interval_ms": self.interval * 60_000, "interval_minutes": self.interval, "license_required": not self.licensed, "license_status": "active" if self.licensed else "none",
                "summary": counts, "progress": None, "checks": 118, "troubles": [], **self.further}

    def act(self, act, state, body):
        if act in ("acknowledge", "snooze") and not self.licensed:
            return LICENCE
        self.found = [{**one, "state": state} if one["id"] == body["finding_id"] else one for one in self.found]
        return {"success": True, "message": "Done."}

    def start(self):
        if self.running:
            return 409, {"error": "A run is under way.", "code": "conflict", "details": {}}
        self.running = True
        return 202, {"success": True, "message": "Started."}

    def progress(self, phase, done=0, total=412):
        if phase == "ended":
            self.running = False
        self.tell("patrol", {"run": "run-3", "phase": phase, "done": done, "total": total, "started_at": ago(seconds=2)})

    def schedule(self, body):
        self.interval = body["interval_minutes"]
        return {"interval_minutes": self.interval, "minimum_minutes": 10, "maximum_minutes": 10080}

    def suppress(self, body):
        if not self.licensed:
            return LICENCE
        self.rules = [*self.rules, {"id": "rule-2", "created_at": ago(seconds=1), "created_from": "manual", "hides": [], **body}]
        return {"success": True, "message": "Added.", "rule": self.rules[-1]}

    def unsuppress(self):
        self.rules = [one for one in self.rules if one["id"] != "rule-1"]
        return {"success": True, "message": "Removed."}
