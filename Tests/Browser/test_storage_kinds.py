"""Pools, disks, Ceph, datastores and mail of an estate that was made up for it: every kind there is, in good and in bad health and in none that anybody told."""

import pytest
from invented import Invented, ago, resource, source
from test_accessibility import look

NO_PROCESSORS = {"model": None, "sockets": None, "cores": None, "threads": None, "megahertz": None}
NODE = {"address": None, "version": "9.1.2", "kernel": None, "processors": NO_PROCESSORS, "loadAverage": None, "startedAt": None, "haState": None, "certificateFingerprint": None,
        "webAddress": "https://10.0.0.1:8006"}


def pool(name, health, **change):
    device = {"readErrors": 0, "writeErrors": 0, "checksumErrors": 0, "message": None}
    facts = {"type": "zfs", "node": "pve-1", "health": health, "fragmentation": 0.12, "deduplication": 1.0, "scrubbedAt": ago(days=40), "scan": "scrub repaired 0B", "errors": "No known data errors",
             "action": None, "devices": [{"name": "mirror-0", "depth": 1, "state": health, **device}, {"name": "sda", "depth": 2, "state": "ONLINE", **device},
                                         {"name": "sdb", "depth": 2, "state": "FAULTED", **device, "readErrors": 7, "message": "too many errors"}], **change}
    return resource("pool", f"pool:harbour/pve-1/{name}", name, facts, {"diskUsed": {"value": 8e11}, "diskTotal": {"value": 1e12}}, parent="node:harbour/pve-1",
                    status="degraded" if health == "DEGRADED" else "online")


def disk(serial, health, wear, **change):
    facts = {"node": "pve-1", "device": f"/dev/{serial}", "model": "Model of disks", "vendor": None, "serial": serial, "type": "ssd", "size": 10 ** 12, "rotations": 0, "health": health, "usage": "ZFS",
             "osd": None, "powerOnSeconds": 9e7, "mediaErrors": None, "attributes": [
                 {"id": 5, "name": "Reallocated_Sector_Ct", "value": 100, "worst": 90, "threshold": 10, "raw": "12", "failure": None},
                 {"id": 187, "name": "Reported_Uncorrect", "value": 1, "worst": 1, "threshold": 10, "raw": "99", "failure": "FAILING_NOW"}], **change}
    return resource("disk", f"disk:harbour/pve-1/{serial}", f"/dev/{serial}", facts, {"wear": wear, "temperature": {"value": 41}}, parent="node:harbour/pve-1")


ESTATE = [
    resource("node", "node:harbour/pve-1", "pve-1", NODE), resource("node", "node:vault/localhost", "vault", {**NODE, "version": "4.1.0"}, source="vault"),
    resource("node", "node:post/mx1", "mx1", {**NODE, "version": "9.0.1"}, source="post", parent="mail:post"),
    resource("storage", "storage:harbour/local", "local", {"type": "dir", "content": ["iso"], "shared": False, "nodes": ["pve-1"], "enabled": True, "active": True},
             {"diskUsed": {"value": 1}, "diskTotal": {"value": 10}}, status="available"),
    pool("rpool", "ONLINE"), pool("tank", "DEGRADED", action="Replace the device."), pool("strange", None, devices=None, scrubbedAt=None),
    resource("pool", "pool:harbour/pve-1/data", "data", {"type": "lvm_thin", "node": "pve-1", "health": None, "fragmentation": None, "deduplication": None, "scrubbedAt": None, "scan": None, "errors": None,
                                                         "action": None, "devices": None},
             {"diskUsed": {"value": 3e11}, "diskTotal": {"value": 1e12}, "metadataUsed": {"value": 95}, "metadataTotal": {"value": 100}}, parent="node:harbour/pve-1"),
    disk("sda", "PASSED", {"value": 0.07}), disk("sdb", "FAILED", {"value": 0.97}), disk("sdc", None, {"value": None, "quality": "unknown", "reason": "not_reported"}, attributes=None),
    resource("ceph", "ceph:harbour", "harbour", {"health": "HEALTH_WARN", "osdsTotal": 12, "osdsUp": 11, "osdsIn": 12, "monitorsTotal": 3, "monitorsInQuorum": 3, "placementGroups": 129, "version": "19.2.3"},
             {"diskUsed": {"value": 4e12}, "diskTotal": {"value": 9e12}}, status="degraded"),
    resource("datastore", "datastore:vault/main", "main", {
        "comment": "Everything", "maintenance": None, "mountStatus": None, "backend": None, "estimatedFullAt": ago(days=-90), "collectedAt": ago(days=1), "pendingBytes": 12, "removedBytes": None, "badChunks": 2,
        "groups": 10, "snapshots": 210, "error": None},
        {"diskUsed": {"value": 9e12}, "diskTotal": {"value": 1e13}, "dataLogical": {"value": 3e13}, "dataStored": {"value": 1e13}}, source="vault", parent="node:vault/localhost", status="available"),
    resource("mail", "mail:post", "post", {"nodesTotal": 2, "nodesReachable": 1, "spamQuarantine": 12, "virusQuarantine": None},
             {"queueLength": {"value": 40, "quality": "estimated", "reason": "node_offline"}, "queueAge": {"value": 7200}, "mailIn": {"value": 310}, "mailOut": {"value": 120}, "mailSpam": {"value": 44},
              "mailVirus": {"value": 0}}, source="post", status="degraded", reason="node_offline"),
]


@pytest.fixture(scope="module")
def estate():
    server = Invented([source("harbour", "pve", "9.1.2"), source("vault", "pbs", "4.1.0"), source("post", "pmg", "9.0.1")], ESTATE)
    yield server
    server.end()


def cells(screen, id):
    return screen.row(id)["cells"]


def test_every_kind_of_storage_has_a_section_that_the_address_keeps(page):
    page.open("?page=storage")
    page.until(lambda: [one.text.split()[0] for one in page.all(".sections a")] == ["Storages", "Datastores", "Pools", "Disks", "Ceph"], "five sections")
    page.see(".sections a", "Disks").click()
    page.row("disk:harbour/pve-1/sda")
    page.open(page.address)
    page.row("disk:harbour/pve-1/sda")


def test_health_that_nobody_told_is_unknown_and_hatched_and_never_fine(page):
    page.open("?page=storage&section=disks")
    assert "passed" in cells(page, "disk:harbour/pve-1/sda")["health"]
    assert "failed" in cells(page, "disk:harbour/pve-1/sdb")["health"]
    assert "unknown" in cells(page, "disk:harbour/pve-1/sdc")["health"]
    unknown = page.see("[data-id='disk:harbour/pve-1/sdc'] .health-unknown")
    assert "repeating-linear-gradient" in unknown.value_of_css_property("background-image")
    assert page.all("[data-id='disk:harbour/pve-1/sdc'] .col-wear .meter-unknown")
    assert not page.all("[data-id='disk:harbour/pve-1/sdc'] .col-health .shape-ok")


def test_the_worst_comes_first_and_a_filter_finds_it(page):
    page.open("?page=storage&section=disks")
    page.until(lambda: [row["id"] for row in page.rows()][:1] == ["disk:harbour/pve-1/sdb"], "the worn disk is the first")
    page.filter("wear>90")
    page.until(lambda: [row["id"] for row in page.rows()] == ["disk:harbour/pve-1/sdb"], "the worn disk alone")
    page.open("?page=storage&section=pools&filter=health:degraded")
    page.until(lambda: [row["id"] for row in page.rows()] == ["pool:harbour/pve-1/tank"], "the degraded pool alone")


def test_a_pool_lists_its_devices_with_their_errors(page):
    page.open("?page=storage&section=pools&open=pool:harbour/pve-1/tank")
    page.says("Replace the device.", ".drawer")
    page.see(".drawer [role=tab]", "Devices").click()
    page.see(".drawer .plain tr", "too many errors")
    assert page.see(".drawer .lead a").get_attribute("href") == "https://10.0.0.1:8006/#v1:0:=node%2Fpve-1"


def test_a_pool_of_unknown_devices_says_so(page):
    page.open("?page=storage&section=pools&open=pool:harbour/pve-1/strange&tab=devices")
    page.says("Which devices the pool has is not known.", ".drawer")


def test_a_disk_lists_its_attributes_and_which_of_them_failed(page):
    page.open("?page=storage&section=disks&open=disk:harbour/pve-1/sdb&tab=attributes")
    page.see(".drawer .plain tr", "FAILING_NOW")
    page.open("?page=storage&section=disks&open=disk:harbour/pve-1/sdc&tab=attributes")
    page.says("The SMART attributes are not known.", ".drawer")


def test_versions_are_named_with_their_product(page):
    for id, words in (("node:harbour/pve-1", "PVE 9.1.2"), ("node:vault/localhost", "PBS 4.1.0"), ("node:post/mx1", "PMG 9.0.1")):
        page.open(f"?open={id}")
        page.says(words, ".drawer")


def test_counts_stand_beside_the_page_where_the_trouble_is(page):
    page.see(".navigation a[href*='page=storage'] .count", "3")
    page.see(".navigation a[href*='page=mail'] .count", "1")


def test_the_mail_page_says_what_is_an_estimate_and_why(page):
    page.keys("g", "m")
    page.see(".mail h1", "post")
    page.says("≈ 40 messages", ".mail")
    page.says("Not all of its nodes answer", ".mail")
    page.says("2 h 0 min", ".mail")
    assert "not known" in page.text(".mail .facts")


@pytest.mark.parametrize("query", [
    "?page=storage&section=pools", "?page=storage&section=disks", "?page=storage&section=ceph", "?page=storage&section=datastores", "?page=storage&section=pools&open=pool:harbour/pve-1/tank",
    "?page=storage&section=pools&open=pool:harbour/pve-1/tank&tab=devices", "?page=storage&section=disks&open=disk:harbour/pve-1/sdb",
    "?page=storage&section=disks&open=disk:harbour/pve-1/sdb&tab=attributes", "?page=storage&section=ceph&open=ceph:harbour", "?page=storage&section=datastores&open=datastore:vault/main", "?page=mail",
])
def test_a_view_of_them_has_no_serious_finding_and_fits_its_width(page, query):
    page.open(query)
    page.see(".drawer h2" if "open=" in query else "main h1, main .sections")
    page.gone(".loading")
    problems = []
    look(page, query, problems)
    assert not problems, "\n".join(problems)
