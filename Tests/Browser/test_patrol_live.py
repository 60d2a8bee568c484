"""Patrol on the real thing: a running Pulse and a simulated cluster, from the first run to findings that end."""

import http.client
import json
import threading

import pytest
from programs import PATIENCE, Estate, Server, until

NODE = "node:harbour/pve2"


@pytest.fixture
def harbour(programs, issuer):
    """A server of this test's own with a cluster that it may trouble, and keys for licences."""
    server, estate = programs(Server, **issuer.settings), programs(Estate, nodes=3, guests=9)
    server.client, server.estate = server.sign_in(), estate
    server.client.add(estate)
    return server


class Patrol:
    """What a caller of the API sees of patrol."""

    def __init__(self, client):
        self.client = client

    def look(self):
        """Has it look, and waits until it has."""
        before = {one["id"] for one in self.runs()}
        until(lambda: self.client.exchange("POST", "ai/patrol/run")[0] == 202, "a run begins", pause=0.2)
        return until(lambda: next((one for one in self.runs() if one["id"] not in before), None), "the run ends", pause=0.2)

    def runs(self):
        return self.client.call("GET", "ai/patrol/runs?limit=50")

    def findings(self, check=None):
        found = self.client.call("GET", "ai/patrol/findings?severity=info&hidden=true")
        return [one for one in found if check in (None, one["check"])]

    def one(self, id):
        return self.client.call("GET", f"ai/patrol/findings/{id}")


def node_is(client, status):
    """Waits until the node is told to be so. A server that just began does not know the node before its first poll."""
    def is_so():
        code, _, body = client.exchange("GET", f"resources/{NODE}")
        assert code in (200, 404), f"The node's resource was answered {code}: {body}"
        return code == 200 and json.loads(body)["status"] == status

    until(is_so, f"{NODE} is {status}", pause=0.2)


def lose_the_node(server):
    server.estate.order("node-down", node="pve2", how="power-off")
    node_is(server.client, "offline")


def find_the_lost_node(server):
    lose_the_node(server)
    patrol = Patrol(server.client)
    patrol.look()
    [found] = patrol.findings("PVE-NODE-OFFLINE")
    return patrol, found


def test_a_new_user_has_patrol_look_reads_what_it_found_and_sees_it_end(harbour, screens):
    lose_the_node(harbour)
    screen = screens(harbour)
    screen.sign_in(harbour.client, "?page=patrol")
    screen.press("Run now")
    screen.see(".patrol-strip", "critical")
    found = screen.see(".table-body .tr .finding-title", "Node is offline")
    found.click()
    screen.see("aside.drawer h2", "Node is offline")
    screen.says("pve2", "aside.drawer")
    screen.says("What to do", "aside.drawer")
    screen.press("PVE-NODE-OFFLINE", "aside.drawer")
    screen.see("article h2", "Node is offline")
    screen.open("")
    screen.until(lambda: screen.run("return !!document.querySelector(`.tr[data-id='${arguments[0]}'] .patrol-mark`)", NODE), "the node's row has a mark")
    screen.see(".patrol-chip", "critical")

    harbour.estate.order("node-up", node="pve2")
    node_is(harbour.client, "online")
    Patrol(harbour.client).look()
    screen.until(lambda: not screen.run("return !!document.querySelector(`.tr[data-id='${arguments[0]}'] .patrol-mark .level-critical`)", NODE), "the mark is gone")
    screen.open("?page=patrol&filter=state:resolved check:PVE-NODE-OFFLINE")
    screen.see(".table-body .tr .finding-title", "Node is offline")
    screen.open("?page=patrol&section=runs")
    screen.until(lambda: len(screen.all("tr[data-id]")) >= 2, "both runs are listed")


def test_on_a_telephone_the_bar_shows_patrol_also_when_further_pages_come(programs, screens):
    # Watching its own machine gives it the page of hosts, once that is known.
    server = programs(Server, host=True)
    screen = screens(server)
    screen.size(390, 844)
    screen.sign_in(server.sign_in(), "?page=patrol")
    screen.see(".navigation a", "Hosts")
    screen.until(screen.shows_where_one_is, "Patrol in the bar")


def test_findings_and_what_was_said_of_them_survive_the_loss_of_power(harbour, issuer):
    patrol, found = find_the_lost_node(harbour)
    harbour.client.call("POST", "ai/patrol/dismiss", {"finding_id": found["id"], "reason": "will_fix_later", "note": "The board comes on Monday."})
    harbour.kill()
    again = harbour.again()
    try:
        patrol = Patrol(again.sign_in())
        kept = patrol.one(found["id"])
        assert (kept["state"], kept["user_note"], kept["detected_at"]) == ("dismissed", "The board comes on Monday.", found["detected_at"])
        node_is(patrol.client, "offline")
        patrol.look()
        [now] = patrol.findings("PVE-NODE-OFFLINE")
        assert now["id"] == found["id"] and now["state"] == "dismissed" and now["times_raised"] > kept["times_raised"]
    finally:
        again.end()


class Stream:
    """`GET /api/ai/patrol/stream`, read as it comes."""

    def __init__(self, client):
        self.frames = []
        self.connection = http.client.HTTPConnection("127.0.0.1", client.server.port, timeout=PATIENCE)
        self.connection.request("GET", "/api/ai/patrol/stream", headers={"Cookie": client.cookie})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.headers["Content-Type"].startswith("text/event-stream")
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.answer:
            if line.startswith(b"data: "):
                self.frames.append(json.loads(line[6:]))
                if self.frames[-1]["type"] in ("complete", "error"):
                    return


def test_a_licence_opens_the_live_stream_and_acknowledging_and_nothing_else_changes(harbour, issuer):
    patrol, found = find_the_lost_node(harbour)
    act = ("POST", "ai/patrol/acknowledge", {"finding_id": found["id"], "note": "On my way."})
    for refused in (harbour.client.exchange(*act), harbour.client.exchange("GET", "ai/patrol/stream")):
        assert refused[0] == 402 and json.loads(refused[2])["feature"] == "ai_patrol"
    assert patrol.one(found["id"])["state"] == "open"

    harbour.client.call("POST", "license/activate", {"license_key": issuer(days=30)})
    harbour.client.call(*act)
    acknowledged = patrol.one(found["id"])
    assert (acknowledged["state"], acknowledged["user_note"], acknowledged["acknowledged_by"]) == ("acknowledged", "On my way.", "admin")
    stream = Stream(harbour.client)
    patrol.look()
    until(lambda: stream.frames and stream.frames[-1]["type"] == "complete", "the stream tells of the run's end")
    assert stream.frames[0]["type"] == "start" and stream.frames[-1]["content"]
    # What somebody acknowledged is not raised anew by the next look.
    assert patrol.one(found["id"])["state"] == "acknowledged"
