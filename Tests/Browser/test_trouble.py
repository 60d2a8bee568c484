"""Things go wrong and come back."""

import pytest
from programs import Estate, Relay, Server


@pytest.fixture
def harbour(programs):
    """A server of this test's own, with a cluster that it may trouble."""
    server, estate = programs(Server), programs(Estate, nodes=3, guests=9)
    server.client, server.estate = server.sign_in(), estate
    server.client.add(estate)
    return server


def test_a_node_that_goes_down_turns_to_trouble_and_clears_when_it_is_back(harbour, screens):
    screen = screens(harbour)
    screen.sign_in(harbour.client)
    node = "node:harbour/pve2"
    guests = [one["id"] for one in harbour.client.resources(kind="guest") if one["facts"]["node"] == "pve2"]
    assert screen.row(node)["cells"]["state"] == "online"

    harbour.estate.order("node-down", node="pve2", how="power-off")
    screen.until(lambda: screen.row(node)["cells"]["state"] == "offline", "the row of the node says offline")
    screen.until(lambda: all(screen.row(guest)["cells"]["state"] == "unknown" for guest in guests), "nobody claims to know how its guests are")
    # Trouble first: the node has risen to the top of its cluster, the navigation counts it, and the source is not called well.
    screen.until(lambda: next(row["id"] for row in screen.rows() if row["depth"] == 2) == node, "the node comes first")
    screen.see(".navigation .count")
    screen.see(".source-chip", "degraded")
    # The figures are the last known, and say how old they are.
    screen.open(f"?open={node}")
    screen.see(".drawer", "The cluster does not reach it")
    screen.see(".drawer", "the last known")
    screen.filter("status:offline")
    screen.until(lambda: [row["id"] for row in screen.rows() if not row["context"]] == [node], "the filter finds it")

    harbour.estate.order("node-up", node="pve2")
    screen.filter("")
    screen.until(lambda: screen.row(node)["cells"]["state"] == "online", "the row of the node says online")
    screen.until(lambda: all(screen.row(guest)["cells"]["state"] in ("running", "stopped", "paused") for guest in guests), "its guests are known again")
    screen.gone(".navigation .count")
    screen.gone(".source-chip", "degraded")


def test_a_guest_that_is_deleted_leaves_the_table(harbour, screens):
    screen = screens(harbour)
    screen.sign_in(harbour.client)
    guest = harbour.client.resources(kind="guest")[0]
    screen.row(guest["id"])
    harbour.estate.order("guest-deleted", vmid=guest["facts"]["vmid"])
    screen.until(lambda: guest["id"] not in [row["id"] for row in screen.rows()], "its row is gone")


def test_a_changed_certificate_is_explained_where_the_source_is_shown(harbour, screens):
    screen = screens(harbour)
    screen.sign_in(harbour.client)
    for node in harbour.estate.cluster["nodes"]:
        harbour.estate.order("certificate-changed", node=node["name"])
    screen.until(lambda: any(word in screen.text(".source-chip") for word in ("refused", "unreachable", "degraded")), "the source is in trouble")
    screen.open("?open=source:harbour")
    screen.until(lambda: "certificate" in screen.text(".drawer .problem").lower(), "the certificate is named")


def test_a_lost_connection_shows_one_quiet_bar_and_comes_back(harbour, programs, screens):
    relay = programs(Relay, harbour)
    screen = screens(relay)
    screen.sign_in(harbour.client)
    screen.until(lambda: screen.count() == 13, "the table")
    relay.cut()
    bar = screen.see(".bar-lost", "Connection lost")
    assert "old" in bar.text
    # What was known stays, readable.
    assert screen.count() == 13
    relay.mend()
    screen.gone(".bar-lost")


def test_a_server_that_hangs_is_noticed(harbour, screens):
    screen = screens(harbour)
    screen.sign_in(harbour.client)
    screen.row("node:harbour/pve1")
    harbour.freeze()
    try:
        screen.see(".bar-lost", "Connection lost")
    finally:
        harbour.thaw()
    screen.gone(".bar-lost")


def test_a_restarted_server_is_found_again_by_the_open_page(programs, screens):
    server, estate = programs(Server), programs(Estate, nodes=1, guests=3)
    client = server.sign_in()
    client.add(estate)
    screen = screens(server)
    screen.sign_in(client)
    running = next(one["id"] for one in client.resources(kind="guest") if one["status"] == "running")
    screen.row(running)
    server.end()
    screen.see(".bar-lost")
    again = server.again()
    try:
        screen.gone(".bar-lost")
        before = screen.row(running)["cells"]["cpu"]
        screen.until(lambda: screen.row(running)["cells"]["cpu"] != before, "the figures go on changing")
    finally:
        again.end()
