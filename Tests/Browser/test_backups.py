"""The page Backups and the tab of a guest, told of a board that was made up: every verdict, what nobody could tell, leftovers, datastores, and days with and without trouble."""

import pytest
from invented import EMPTY_BOARD, Invented, ago, resource, source
from test_accessibility import look

GUEST = {"type": "qemu", "node": "pve-1", "processors": 2, "template": False, "lock": None, "pool": None, "haState": None, "startedAt": None, "agent": "not_configured", "osName": None, "hostname": None,
         "interfaces": None, "filesystems": None, "diskSize": None, "balloonTarget": None, "webAddress": None}
NAMES = {101: "web", 102: "db", 103: "files", 104: "lab"}
ESTATE = [resource("guest", f"guest:harbour/{vmid}", name, {**GUEST, "vmid": vmid}, status="running") for vmid, name in NAMES.items()]


def reason(code, weight, sentence, step=None):
    return {"code": code, "weight": weight, "sentence": sentence, "nextStep": step, "evidence": []}


def copy(at, **change):
    return {"name": f"vm/102/{at}", "at": at, "size": 8 * 1024 ** 3, "good": True, "verification": "ok", "protected": False, "encrypted": True, "owner": None, "note": "db", "proof": "name",
            "places": [{"resource": "datastore:vault/main", "namespace": "harbour"}], **change}


def row(vmid, verdict, reasons, **change):
    return {"id": f"guest:harbour/{vmid}", "source": "harbour", "name": NAMES[vmid], "type": "qemu", "vmid": vmid, "template": False, "verdict": verdict, "reasons": reasons, "lastGoodAt": None,
            "lastGood": None, "lastVerified": None, "restorePoints": 0, "bytes": 0, "ambiguous": 0, "dueAt": None, "nextAt": None, "missedRuns": None, "excludedDisks": [], "snapshots": None,
            "oldestSnapshotAt": None, **change}


GOOD, OLD = copy(ago(hours=8)), copy(ago(days=4), good=False, verification="failed")
ROWS = [
    row(101, "unprotected", [reason("never_backed_up", "unprotected", "No backup of web is in any place.", "Put it into a job.")]),
    row(102, "protected", [], lastGoodAt=GOOD["at"], lastGood=GOOD, lastVerified=GOOD, restorePoints=2, bytes=16 * 1024 ** 3, nextAt=ago(hours=-5)),
    row(103, "attention", [reason("disks_excluded", "attention", "scsi1 is in no backup.", "Tick Backup on it.")], lastGoodAt=GOOD["at"], lastGood=GOOD, restorePoints=1, excludedDisks=["scsi1"],
        nextAt=ago(hours=-5), missedRuns=2),
    row(104, "unknown", [reason("place_hidden", "unknown", "The storage far can't be listed.", "Grant Datastore.Audit on it.")]),
]
BOARD = {
    **EMPTY_BOARD, "guests": ROWS, "total": 4, "summary": {**EMPTY_BOARD["summary"], "unprotected": 1, "attention": 1, "unknown": 1, "protected": 1, "orphanBackups": 3},
    "datastores": [
        {"id": "datastore:vault/main", "condition": "attention", "archives": 40, "failedArchives": 1, "verifiedAt": ago(days=50), "findings": [
            {"code": "verification_late", "condition": "attention", "sentence": "It was last verified 50 days ago."}]},
        {"id": "datastore:vault/far", "condition": "unknown", "archives": 0, "failedArchives": 0, "verifiedAt": None, "findings": []},
    ],
}
LEFTOVERS = {"leftovers": [
    {"kind": "orphan", "type": "vm", "backupId": "900", "place": {"resource": "datastore:vault/main", "namespace": ""}, "count": 3, "bytes": 3 * 1024 ** 3, "newestAt": ago(days=90), "note": "gone",
     "candidates": []},
    {"kind": "host", "type": "host", "backupId": "laptop", "place": {"resource": "datastore:vault/main", "namespace": ""}, "count": 1, "bytes": 5 * 1024 ** 3, "newestAt": ago(days=1), "note": None,
     "candidates": []},
], "total": 2, "next": None}
DAYS = {"days": [{"day": ago(days=29 - day)[:10], "good": 0 if day == 3 else day, "bad": 0, "failures": 1 if day == 20 else 0, "bytes": day * 1024 ** 3} for day in range(30)]}
DETAIL = {
    **ROWS[1], "timeline": [{"at": OLD["at"], "good": False, "verified": False, "copies": [OLD]}, {"at": GOOD["at"], "good": True, "verified": True, "copies": [GOOD]}],
    "jobs": [{"id": "backup-1", "enabled": True, "schedule": "02:30", "storage": "vault", "comment": "Nightly", "dueAt": ago(hours=8), "nextAt": ago(hours=-5), "excludedDisks": []}],
    "failures": [{"id": "UPID:1", "node": "pve-1", "at": ago(days=2), "error": "job errors", "lastLines": ["INFO: starting", "ERROR: no space left"]}],
}


TASK = {"source": "harbour", "node": "pve-1", "guest": "guest:harbour/102", "id": "UPID:1", "type": "vzdump", "subject": "102", "user": "root@pam", "startedAt": ago(days=2), "endedAt": ago(days=2),
        "outcome": "error", "error": "job errors", "lastLines": ["ERROR: no space left"]}


def told(**problem):
    return {"sections": [{"source": "harbour", "node": None, "at": ago(minutes=3), "problem": problem or None}], "items": [], "total": 0, "next": None}


MORE = {
    "backups/board": BOARD, "backups/leftovers": LEFTOVERS, "backups/calendar": DAYS, "backups/board/guest%3Aharbour%2F102": DETAIL, "ledger/jobs": told(), "ledger/tasks": {**told(), "items": [TASK], "total": 1},
    "ledger/datastore-jobs": told(code="forbidden", sentence="The jobs of vault can't be listed.", nextStep="Grant Audit on /datastore."),
}


@pytest.fixture(scope="module")
def estate():
    server = Invented([source("harbour", "pve", "9.1.2"), source("vault", "pbs", "4.1.0")], ESTATE, MORE)
    yield server
    server.end()


def ids(screen):
    return [int(one["id"].rsplit("/", 1)[1]) for one in screen.rows()]


def test_the_board_shows_trouble_first_and_a_verdict_as_shape_and_word(page):
    page.keys("g", "b")
    page.until(lambda: ids(page) == [101, 103, 104, 102], "unprotected, attention, unknown, protected")
    assert "unprotected" in page.row("guest:harbour/101")["cells"]["verdict"]
    page.see("[data-id='guest:harbour/101'] .col-verdict .shape-critical")
    assert "2 runs missed" in page.row("guest:harbour/103")["cells"]["next"]
    assert page.row("guest:harbour/103")["cells"]["disks"] == "scsi1"


def test_what_is_not_known_is_hatched_and_neither_none_nor_fine(page):
    page.open("?page=backups")
    page.row("guest:harbour/104")
    for column in ("verdict", "good", "verified", "next", "disks", "points"):
        hatched = page.see(f"[data-id='guest:harbour/104'] .col-{column} .hatched")
        assert "repeating-linear-gradient" in hatched.value_of_css_property("background-image"), column
    assert not page.all("[data-id='guest:harbour/104'] .shape-ok")
    assert page.row("guest:harbour/101")["cells"]["good"] == "none"


def test_the_filter_finds_a_verdict_and_the_address_keeps_it(page):
    page.open("?page=backups")
    page.filter("verdict:unprotected")
    page.until(lambda: ids(page) == [101], "the unprotected guest alone")
    page.open(page.address)
    page.until(lambda: ids(page) == [101], "the same after a reload")
    page.filter("cpu>80")
    page.see(".filter .mistake")


def test_a_list_says_when_it_was_told_and_what_stands_in_the_way(page):
    page.open("?page=backups")
    page.says("As of", ".told")
    page.see(".told summary").click()
    page.says("Grant Datastore.Audit on it.", ".told")
    page.open("?page=backups&section=leftovers")
    page.see(".told summary").click()
    page.says("Grant Audit on /datastore.", ".told")


def test_the_count_is_of_guests_that_need_someone(page):
    # The invented server answers every question about the board with all of it: unprotected and attention are 2 of its 4.
    page.see(".navigation a[href*='page=backups'] .count", "2")


def test_leftovers_come_with_the_largest_first_and_are_filtered(page):
    page.open("?page=backups&section=leftovers")
    page.until(lambda: ["laptop" in one["id"] for one in page.rows()] == [True, False], "the larger one first")
    page.filter("kind:orphan")
    page.until(lambda: ["900" in one["id"] for one in page.rows()] == [True], "the orphan alone")


def test_datastores_say_what_was_found(page):
    page.open("?page=backups&section=datastores")
    page.see(".plain tr", "It was last verified 50 days ago.")
    page.see(".plain tr .hatched", "unknown")


def test_days_are_reached_with_the_keys_and_stand_in_a_table(page):
    page.open("?page=backups&section=calendar")
    page.see(".days button[tabindex='0']").click()
    page.keys("\ue012")  # left
    page.until(lambda: DAYS["days"][28]["day"] in (page.focused() or [""] * 4)[3], "the day before the last has the focus")
    assert "row=" in page.address
    assert page.see(f".days button[aria-label*='{DAYS['days'][3]['day']}']").get_attribute("class").split()[1] == "day-none"
    page.press("As a table")
    page.see(".plain tr", DAYS["days"][20]["day"])


def test_a_guest_opens_with_its_restore_points_jobs_and_failures(page):
    page.open("?page=backups")
    page.row("guest:harbour/102")
    page.see("[data-id='guest:harbour/102']").click()
    page.see(".drawer .restore-points svg")
    page.see(".drawer .plain tr", "not good")
    page.see(".drawer .plain tr", "Nightly")
    page.see(".drawer .failures summary").click()
    page.says("ERROR: no space left", ".drawer")


def test_an_estate_without_guests_says_the_next_step(screens):
    server = Invented([source("harbour", "pve", "9.1.2")], [])
    try:
        screen = screens(server)
        screen.sign_in(server)
        screen.open("?page=backups")
        screen.press("Add a Proxmox source")
        screen.until(lambda: "section=sources" in screen.address, "the form of a source")
    finally:
        server.end()


def test_a_failed_task_shows_its_log_and_leads_to_its_guest(page):
    page.keys("g", "w")
    page.until(lambda: [row["cells"]["state"] for row in page.rows()] == ["failed"], "the failed task")
    page.see(".table-body .tr").click()
    page.says("ERROR: no space left", ".work-facts")
    page.open(page.address)
    page.says("ERROR: no space left", ".work-facts")
    page.press("Open the guest")
    page.see(".drawer h2", "db")


def test_a_list_that_was_told_empty_says_so_and_one_that_was_not_does_not(page):
    page.open("?page=work&section=jobs")
    page.see(".empty", "No backup job is made")
    page.open("?page=work&section=datastore-jobs")
    page.see(".empty", "is not known")


@pytest.mark.parametrize("query", [
    "?page=work",
    "?page=backups", "?page=backups&section=leftovers", "?page=backups&section=datastores", "?page=backups&section=calendar", "?page=backups&section=calendar&form=table",
    "?page=backups&open=guest:harbour/102&tab=backups",
])
def test_no_serious_finding_in_either_theme_and_every_width_fits(page, query):
    page.open(query)
    page.see("main")
    page.gone(".loading")
    problems = []
    look(page, query, problems)
    assert not problems
