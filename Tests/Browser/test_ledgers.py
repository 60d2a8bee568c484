"""The tabs that show what nodes, guests, Ceph and mail gateways say in lists: told, told empty, not told, and told once but not the last time."""

import pytest
from invented import Invented, ago, resource, source
from programs import Estate, Server, until
from test_accessibility import look
from test_backups import GUEST
from test_products import credentials
from test_storage_kinds import ESTATE, NODE

PLACE = {"source": "harbour", "node": "pve-1", "guest": None}
WEB = {"source": "harbour", "node": None, "guest": "guest:harbour/101"}


def told(*items, at=ago(minutes=3), problem=None, node="pve-1", guest=None):
    section = {"source": "harbour", "node": node, "guest": guest, "at": at, "problem": problem}
    return {"sections": [section], "items": list(items), "total": len(items), "next": None}


NOT_TOLD = {"sections": [], "items": [], "total": 0, "next": None}
FORBIDDEN = {"code": "forbidden", "sentence": "The certificates of pve-1 can't be read.", "nextStep": "Grant Sys.Audit on /nodes."}


def service(name, **change):
    return {**PLACE, "name": name, "title": f"The {name}", "state": "running", "activeState": "active", "unitState": "enabled", **change}


def snapshot(name, parent, **change):
    return {**WEB, "name": name, "at": ago(days=20), "parent": parent, "note": None, "memory": False, "size": None, **change}


CERTIFICATES = [{**PLACE, "file": name, "subject": f"/CN={name}", "issuer": "/CN=Authority", "notBefore": ago(days=300), "notAfter": ago(days=-days, hours=-1), "fingerprint": None}
                for name, days in (("pve-root-ca.pem", 3000), ("pve-ssl.pem", 5))]
UPDATES = [{**PLACE, "package": f"package-{number:04}", "title": None, "installed": "1.0-1" if number else None, "available": "1.0-2", "origin": "Debian" if number % 3 else "Proxmox"} for number in range(3000)]
CEPH = {"source": "harbour", "node": None, "guest": None, "health": "HEALTH_WARN", "flags": None, "osds": [
    {"id": number, "host": f"pve-{number % 7}", "class": "ssd", "up": number != 7, "in": number != 9, "used": 10 ** 11 * (number % 10), "total": 10 ** 12} for number in range(2000)],
    "checks": [{"code": "POOL_NO_REDUNDANCY", "severity": "HEALTH_WARN", "message": "1 pool(s) have no replicas", "muted": True},
               {"code": "OSD_DOWN", "severity": "HEALTH_ERR", "message": "1 osds down", "muted": False}]}
QUEUE = {"source": "post", "node": "mx1", "guest": None, "queue": "deferred", "count": 1239, "oldestAt": ago(hours=20),
         "domains": [{"domain": f"customer-{number:04}.example", "count": 1, "byAge": [1] + [0] * 9} for number in range(1199)] + [{"domain": "slow.example", "count": 40, "byAge": [0] * 8 + [40, 0]}],
         "reasons": [{"reason": "connect to slow.example[203.0.113.7]:25: Connection timed out", "count": 40}]}
DOMAINS = [{"source": "post", "node": None, "guest": None, "domain": f"customer-{number}.example", "incoming": number, "outgoing": 0, "spam": None, "virus": 1, "bytes": 2048} for number in range(200)]

MORE = {
    "ledger/services": told(service("pveproxy"), service("corosync", state="dead", activeState="failed"), service("smartd", state="dead", activeState="inactive", unitState="disabled")),
    "ledger/certificates": told(*CERTIFICATES, at=ago(hours=30), problem=FORBIDDEN), "ledger/updates": told(*UPDATES),
    "ledger/snapshots": told(snapshot("fresh", "middle", at=ago(minutes=10)), snapshot("base", None, at=ago(days=90), note="Before the update"), snapshot("middle", "base", memory=True, size=3 * 1024 ** 3),
                             node=None, guest="guest:harbour/101"),
    "ledger/ceph": told(CEPH, node=None), "ledger/kernels": told({**PLACE, "running": "6.14.8-2-pve", "newestInstalled": "6.14.11-1-pve", "rebootDue": True}),
    "ledger/subscriptions": told({**PLACE, "status": "expired", "product": "Proxmox VE Basic", "level": "b", "nextDueDate": "2026-10-01"}),
    "ledger/mail-domains": told(*DOMAINS, node=None), "ledger/viruses": told(node=None), "ledger/mail-backups": told(at=None, problem=FORBIDDEN, node="mx1"),
    "ledger/mail": told(QUEUE, {**QUEUE, "queue": "active", "count": 0, "oldestAt": None, "domains": [], "reasons": None}, node="mx1"),
}
VIEWS = ["?open=node:harbour/pve-1&tab=system", "?open=guest:harbour/101&tab=snapshots", "?page=storage&section=ceph&open=ceph:harbour&tab=ceph", "?page=mail", "?page=mail&open=mail:post&tab=queues"]
SOURCES = [source("harbour", "pve", "9.1.2"), source("vault", "pbs", "4.1.0"), source("post", "pmg", "9.0.1")]
GUESTS = [resource("guest", "guest:harbour/101", "web", {**GUEST, "vmid": 101}, status="running")]


@pytest.fixture(scope="module")
def estate():
    server = Invented(SOURCES, ESTATE + GUESTS, MORE)
    yield server
    server.end()


def column(screen, part, key):
    return screen.run("return [...document.querySelectorAll(`.drawer section[aria-label='${arguments[0]}'] .plain tbody .col-${arguments[1]}`)].map((one) => one.innerText)", part, key)


def test_services_that_failed_come_first_and_the_count_says_so(page):
    page.open(VIEWS[0])
    page.see(".drawer section[aria-label='Services'] .plain")
    assert [words.split("\n")[0] for words in column(page, "Services", "service")] == ["corosync", "pveproxy", "smartd"]
    assert column(page, "Services", "state") == ["failed", "running", "disabled"]
    page.see(".drawer h3", "Services 3, 1 failed")
    page.see(".drawer section[aria-label='Services'] .shape-critical")


def test_a_list_that_could_not_be_read_again_says_of_when_it_is_and_what_to_do(page):
    page.open(VIEWS[0])
    page.says("what you see is of 1 d ago", ".drawer section[aria-label='Certificates']")
    page.says("Grant Sys.Audit on /nodes.", ".drawer section[aria-label='Certificates']")
    assert column(page, "Certificates", "left") == ["in 5 days", "in 3,000 days"]
    page.see(".drawer section[aria-label='Certificates'] .shape-warning")


def test_thousands_of_updates_are_counted_by_origin_and_drawn_as_far_as_they_are_seen(page):
    page.open(VIEWS[0])
    page.says("Debian 2,000, Proxmox 1,000", ".drawer")
    page.see(".drawer .long-table .tr", "package-0000")
    assert len(page.all(".drawer .long-table .tr")) < 50
    page.see(".drawer .long-table .tr", "new")
    page.press("Origin", ".drawer .long-table")
    page.press("Origin", ".drawer .long-table")
    page.see(".drawer .long-table .tr", "Proxmox")


def test_keys_move_in_the_list_that_has_the_focus_and_in_no_other(page):
    page.open(VIEWS[0])
    page.see(".drawer .long-table .tr")
    page.run("document.querySelector('.drawer .long-table .table').focus()")
    page.keys("j", "j")
    page.see(".drawer .long-table .tr.active", "package-0002")
    assert not page.all("main .tr.active") or "package" not in page.text("main .tr.active")
    page.keys("\ue010")  # end
    page.see(".drawer .long-table .tr.active", "package-2999")


def test_snapshots_stand_below_the_one_they_were_made_after(page):
    page.open(VIEWS[1])
    page.see(".drawer .plain")
    assert [words.replace("└ ", "").split("\n")[0].strip() for words in column(page, "Snapshots", "snapshot")] == ["base", "middle", "fresh"]
    ages = column(page, "Snapshots", "age")
    # The newest is ten minutes older than the estate, which lives as long as the tests of this file.
    assert ages[:2] == ["90 d ago", "20 d ago"] and ages[2].endswith(" min ago")
    assert column(page, "Snapshots", "memory") == ["without", "with", "without"]
    assert column(page, "Snapshots", "size") == ["–", "3.0 GiB", "–"]
    page.says("Before the update", ".drawer")


def test_ceph_says_what_is_wrong_and_which_osds_are_down(page):
    page.open(VIEWS[2])
    page.see(".drawer .checks li", "1 osds down")
    assert [one.text.split("\n")[0] for one in page.all(".drawer .checks li")] == ["1 osds down", "1 pool(s) have no replicas"]
    page.see(".drawer .checks .badge", "muted")
    assert [one.get_attribute("data-id") for one in page.all(".drawer .long-table .tr")][:2] == ["7", "9"]
    assert len(page.all(".drawer .long-table .tr")) < 50
    page.see(".drawer section[aria-label='Flags that are set'] .not-read")


@pytest.mark.parametrize("view", VIEWS[3:])
def test_a_queue_says_for_how_long_for_whom_and_why(page, view):
    page.open(view)
    page.see(".queue h4", "Deferred 1,239, oldest 20 h ago")
    page.see(".queue .ages tr", "10.7–21.3 h")
    page.see(".queue .long-table .tr", "slow.example")
    page.see(".queue .plain tr", "Connection timed out")
    page.see(".queue", "Empty.")


def test_a_node_on_which_a_newer_kernel_waits_says_that_a_reboot_is_due(page):
    page.open(VIEWS[0])
    page.see(".drawer section[aria-label='Kernel'] .shape-watch")
    page.says("a reboot is due", ".drawer section[aria-label='Kernel']")
    page.see(".drawer section[aria-label='Subscription'] .shape-warning")
    page.says("Proxmox VE Basic, until 2026-10-01", ".drawer section[aria-label='Subscription']")
    page.says("runs 6.14.8-2-pve, installed 6.14.11-1-pve", ".drawer section[aria-label='Kernel']")


def test_mail_of_a_week_is_told_by_domain_none_is_not_unknown_and_unread_is_not_none(page):
    page.open(VIEWS[3])
    page.see(".mail section[aria-label='By domain'] .long-table .tr", "customer-199.example")
    first = page.all(".mail section[aria-label='By domain'] .long-table .tr .td")
    assert [one.text for one in first[:6]] == ["customer-199.example", "199", "0", "–", "1", "2.0 KiB"]
    page.says("No virus was found.", ".mail section[aria-label='Viruses found']")
    page.see(".mail section[aria-label='Backups of the settings'] .not-read", "nobody knows what is there")
    assert "No backup" not in page.text(".mail")


def test_a_list_that_nobody_told_is_not_drawn_as_an_empty_one(screens):
    unread = told(at=None, problem={"code": "forbidden", "sentence": "The services can't be listed.", "nextStep": "Grant Sys.Audit."})
    server = Invented(SOURCES, ESTATE + GUESTS, {"ledger/services": unread, "ledger/certificates": told(), "ledger/updates": NOT_TOLD, "ledger/snapshots": NOT_TOLD})
    try:
        screen = screens(server)
        screen.sign_in(server)
        screen.open(VIEWS[0])
        screen.says("Could not be read, so nobody knows what is there. The services can't be listed. Grant Sys.Audit.", ".drawer")
        screen.says("The node lists no certificates.", ".drawer")
        screen.see(".drawer section[aria-label='Pending updates'] .not-read", "Not told yet.")
        for never in ("The node lists no services.", "Nothing waits to be installed."):
            assert never not in screen.text(".drawer")
        screen.press("Open the source", ".drawer")
        screen.until(lambda: "open=source:harbour" in screen.address, "the source")
        screen.open(VIEWS[1])
        screen.see(".drawer .not-read", "Not told yet.")
        assert "This guest has no snapshots." not in screen.text(".drawer")
    finally:
        server.end()


@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_finding_in_either_theme_and_every_width_fits(page, view):
    page.open(view)
    page.see(".ledger .ledger-part")
    page.gone(".loading")
    problems = []
    look(page, view, problems)
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="module", autouse=True)
def real(tmp_path_factory):
    """A cluster with Ceph, a backup server and a mail gateway, watched by a real server. Begins with the file: its lists are read one after the
    other over minutes, while the tests of what was made up run."""
    server = estate = None
    try:
        estate = Estate(tmp_path_factory.mktemp("estate"), nodes=3, guests=12, seed=3, backup_servers=1, mail_gateways=1)
        server = Server(tmp_path_factory.mktemp("server"), host=True)
        server.client, server.estate = server.sign_in(), estate
        # Before anything is asked: services are asked again only minutes later.
        estate.order("unit-failed", node=estate.cluster["nodes"][0]["name"], name="pvescheduler")
        server.client.add(estate)
        for product in ("pbs", "pmg"):
            place, authentication = credentials(estate, product)
            server.client.call("POST", "sources", {"kind": product, "address": place["url"], "fingerprint": place["fingerprint"], "authentication": authentication})
        yield server
    finally:
        for one in (server, estate):
            if one:
                one.end()


def nodes(client):
    """By the first part of their ids: one node of each product."""
    found = {one["id"].split("/")[0]: one for one in client.resources(kind="node")}
    return found if len(found) == 3 else None


def test_every_product_tells_of_its_nodes(real, screens):
    client = real.client
    found = until(lambda: nodes(client), "a node of each product", pause=0.5)
    for node in found.values():
        source, name = node["id"].removeprefix("node:").split("/")
        until(lambda: client.call("GET", f"ledger/services?source={source}&node={name}&limit=1")["items"], f"the services of {node['id']}", patience=180, pause=1)
    screen = screens(real)
    screen.sign_in(client)
    for node in found.values():
        screen.open(f"?open={node['id']}&tab=system")
        screen.see(".drawer section[aria-label='Services'] .plain tbody tr", "running")
        screen.says("As Proxmox told it", ".drawer section[aria-label='Services']")


def test_a_unit_that_fails_is_the_first_of_its_node(real, screens):
    name = real.estate.cluster["nodes"][0]["name"]
    slug = real.client.resources(kind="guest")[0]["source"]
    until(lambda: any(one["activeState"] == "failed" for one in real.client.call("GET", f"ledger/services?source={slug}&node={name}")["items"]), "the failed unit", patience=180, pause=1)
    screen = screens(real)
    screen.sign_in(real.client)
    screen.open(f"?open=node:{slug}/{name}&tab=system")
    screen.see(".drawer section[aria-label='Services'] .plain tbody tr", "failed")
    assert "pvescheduler" in column(screen, "Services", "service")[0]


def test_a_backup_server_tells_its_tapes_and_what_moves_them(real, screens):
    found = until(lambda: nodes(real.client), "a node of each product", pause=0.5)
    node = next(one for one in found.values() if one["id"].endswith("/localhost"))
    source = node["source"]
    for name in ("tapes", "tape-drives", "tape-changers"):
        until(lambda: real.client.call("GET", f"ledger/{name}?source={source}")["items"], f"the {name}", patience=180, pause=1)
    screen = screens(real)
    screen.sign_in(real.client)
    screen.open(f"?open={node['id']}&tab=system")
    screen.says("Traffic rules", ".drawer")
    screen.see(".drawer section[aria-label='Tape drives'] .plain tbody tr", "not found at the server")
    screen.see(".drawer section[aria-label='Tapes'] .long-table .tr .shape-critical")
    screen.says("damaged", ".drawer section[aria-label='Tapes'] .long-table")
    screen.see(".drawer section[aria-label='Tape jobs'] .plain tbody tr", "no free media in pool")
    screen.open(f"?open={next(one['id'] for one in found.values() if one['source'] != source)}&tab=system")
    screen.see(".drawer section[aria-label='Services']")
    assert "Tape" not in screen.text(".drawer")


def test_a_guest_tells_its_snapshots(real, screens):
    told = until(lambda: real.client.call("GET", "ledger/snapshots?limit=1")["items"], "snapshots of a guest", patience=400, pause=2)[0]
    screen = screens(real)
    screen.sign_in(real.client)
    screen.open(f"?open={told['guest']}&tab=snapshots")
    screen.see(".drawer .plain tbody tr", told["name"])
