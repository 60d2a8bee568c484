"""What only the browser knows of a page: how long its tasks kept a processor busy, and how much memory it holds. Spoken over the protocol of the developer tools."""

import json
import time
import urllib.request

import websocket

# The first names threads, the second says when each task of each thread began, how long it took and how long it really ran, the third when the
# collector of V8 swept within one, the others when that of Blink did, which has tasks of its own for it.
CATEGORIES = ["__metadata", "disabled-by-default-devtools.timeline", "devtools.timeline", "cppgc", "disabled-by-default-cppgc"]
BUFFER_KB = 400_000


class Devtools:
    """A connection to the whole browser of a driver, which is at a page of `origin`."""

    def __init__(self, driver, origin):
        address, self.origin, self.number, self.sessions = driver.capabilities["goog:chromeOptions"]["debuggerAddress"], origin, 0, {}
        version = json.load(urllib.request.urlopen(f"http://{address}/json/version"))
        self.socket = websocket.create_connection(version["webSocketDebuggerUrl"], suppress_origin=True, timeout=120)

    def close(self):
        self.socket.close()

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        self.socket.send(json.dumps(message | ({"sessionId": session} if session else {})))
        while (answer := json.loads(self.socket.recv())).get("id") != message["id"]:
            pass
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def session(self, kind):
        """A session with the page or its shared worker; None when there is none."""
        if kind not in self.sessions:
            targets = self.call("Target.getTargets", filter=[{}])["targetInfos"]
            target = next((one["targetId"] for one in targets if one["type"] == kind and one["url"].startswith(self.origin)), None)
            self.sessions[kind] = target and self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return self.sessions[kind]

    def memory(self, kind):
        """MiB that a page or worker holds after its garbage was collected: objects, elements and blocks of numbers."""
        session = self.session(kind)
        if session is None:
            return 0.0
        self.call("HeapProfiler.collectGarbage", session)
        usage = self.call("Runtime.getHeapUsage", session)
        return sum(usage.get(part, 0) for part in ("usedSize", "embedderHeapUsedSize", "backingStorageSize")) / 2**20

    def tasks(self, seconds):
        """Every task of the page's main thread in the next so many seconds: (milliseconds it took, of them it ran, of those it swept)."""
        self.call("Tracing.start", transferMode="ReportEvents", traceConfig={
            "recordMode": "recordAsMuchAsPossible", "traceBufferSizeInKb": BUFFER_KB, "includedCategories": CATEGORIES})
        time.sleep(seconds)
        return main_thread_tasks(self.trace())

    def trace(self):
        self.call("Tracing.end")
        events = []
        while (message := json.loads(self.socket.recv())).get("method") != "Tracing.tracingComplete":
            if message.get("method") == "Tracing.dataCollected":
                events += message["params"]["value"]
        assert not message["params"].get("dataLossOccurred"), "the trace was longer than its buffer"
        return events


def main_thread_tasks(events):
    """Of all renderers the one that has most to do is that of the page."""
    mains = {(one["pid"], one["tid"]) for one in events if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"}
    tasks, sweeps, sweepers = ({main: [] for main in mains} for _ in range(3))
    kinds = {"RunTask": tasks, "MajorGC": sweeps, "MinorGC": sweeps, "CppGC.SweepInTask": sweepers, "CppGC.SweepInLowPriorityTask": sweepers}
    for one in events:
        thread, kind = (one["pid"], one["tid"]), kinds.get(one["name"])
        if one["ph"] == "X" and thread in mains and kind is not None:
            kind[thread].append((one["ts"], one["dur"], one.get("tdur", one["dur"])))
    busiest = max(tasks, key=lambda main: sum(ran for _, _, ran in tasks[main]), default=None)
    return [task(one, sweeps[busiest], sweepers[busiest]) for one in tasks.get(busiest, [])]


def task(one, sweeps, sweepers):
    # The kernel counts what a thread ran in whole ticks of its clock, so that a task of 3 ms can have run 11. None ran longer than it took.
    began, took, ran = one[0], one[1], min(one[1:])
    within = range(began, began + took)
    # Blink's collector says of a task of its own only how it began.
    is_sweeper = any(at in within for at, _, _ in sweepers)
    swept = ran if is_sweeper else sum(min(long, busy) for at, long, busy in sweeps if at in within)
    return took / 1000, ran / 1000, swept / 1000
