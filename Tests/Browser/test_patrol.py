"""Patrol: the list with its causes, filters and keys, what is done with a finding, its evidence, runs, suppressions, checks, and the marks elsewhere; on an invented server."""

from importlib.resources import files

import pytest
from invented import ago
from patrol_estate import Patrol, finding, run
from programs import until
from selenium.webdriver.common.keys import Keys

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()


@pytest.fixture
def opened(screens):
    """The page on a patrol of the test's own: `opened(query, **of_the_patrol)`."""
    started = []

    def open_one(query="?page=patrol", **options):
        started.append(Patrol(**options))
        screen = screens(started[-1])
        screen.sign_in(started[-1], query)
        return started[-1], screen

    yield open_one
    for one in started:
        one.end()


def titles(screen):
    return screen.run("""return [...document.querySelectorAll('.table-body .tr')].sort((a, b) => a.getAttribute('aria-rowindex') - b.getAttribute('aria-rowindex'))
        .map((row) => row.querySelector('.finding-title .name').innerText)""")


def asked_findings(patrol):
    return sum(one.startswith("ai/patrol/findings?severity") for one in patrol.asked)


def asked_marks(patrol):
    return patrol.asked.count("ai/patrol/marks")


def serious(screen):
    if not screen.run("return typeof axe === 'object'"):
        screen.run(AXE)
    found = screen.driver.execute_async_script("""const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations))""")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found if one["impact"] in ("serious", "critical") for node in one["nodes"]]


def test_the_most_urgent_come_first_with_their_consequences_beneath(opened):
    _, screen = opened()
    screen.says("2 critical", ".patrol-strip")
    screen.says("412 resources, 118 checks", ".patrol-strip")
    screen.until(lambda: titles(screen) == ["Node is down", "Storage almost full", "Snapshot is old"], "three rows")
    assert "and 12 consequences" in " ".join(screen.row("finding:node-down")["cells"]["name"].split())
    screen.press("Unfold Node is down")
    screen.until(lambda: screen.count() == 15, "the consequences")
    assert titles(screen)[1] == "Guest does not answer" and "folded=node-down" in screen.address
    screen.driver.refresh()
    screen.until(lambda: screen.count() == 15, "the consequences after a reload")
    screen.press("Fold Node is down")
    screen.until(lambda: screen.count() == 3, "the consequences folded")


def test_filters_stand_in_the_address(opened):
    _, screen = opened()
    screen.see(".table-body .tr")
    screen.run("[...document.querySelectorAll('.verdicts button')].find((one) => one.innerText.includes('watch')).click()")
    screen.until(lambda: titles(screen) == ["Snapshot is old"], "only what is to be watched")
    assert "filter=severity:watch" in screen.address
    screen.filter("category:capacity")
    screen.until(lambda: titles(screen) == ["Storage almost full"], "only capacity")
    screen.driver.back()
    screen.open("?page=patrol&filter=state:dismissed")
    screen.until(lambda: titles(screen) == ["No guest agent"], "what was dismissed")
    screen.filter("resource:web-3")
    screen.until(lambda: titles(screen) == ["Guest does not answer"], "a consequence stands alone when its cause does not match")
    screen.filter("nothing-is-called-this")
    screen.says("No finding matches.")


def test_put_away_ones_are_one_press_away(opened):
    _, screen = opened()
    screen.press("Put away (2)")
    screen.until(lambda: sorted(titles(screen)) == ["Certificate ends soon", "No guest agent"], "what was put away")
    screen.see(".td", "suppressed")
    screen.filter("state:resolved")
    screen.until(lambda: titles(screen) == ["Was too hot"], "what is over")


def test_the_list_without_a_mouse(opened):
    patrol, screen = opened(licensed=True)
    screen.see(".table-body .tr")
    screen.keys("j", "j")
    screen.until(lambda: screen.row("finding:fill")["active"], "the second row is reached")
    screen.keys("k", Keys.ARROW_RIGHT)
    screen.until(lambda: screen.count() == 15, "unfolded by the arrow")
    screen.keys(Keys.ARROW_LEFT)
    screen.until(lambda: screen.count() == 3, "folded by the arrow")
    screen.keys("j", "a")
    screen.says("Acknowledged: Storage almost full.")
    assert patrol.sent[-1] == ("POST", "ai/patrol/acknowledge", {"finding_id": "fill"})
    screen.until(lambda: screen.row("finding:fill")["cells"]["state"] == "acknowledged", "the row says so")
    screen.press("Undo")
    screen.until(lambda: screen.row("finding:fill")["cells"]["state"] == "open", "it is open again")
    screen.run("document.querySelector('.table').focus()")
    screen.keys(Keys.ENTER)
    screen.see("aside.drawer h2", "Storage almost full")
    screen.keys("d")
    screen.see("form.finding-form")
    assert "tab=dismiss" in screen.address and screen.focused()[0] == "select"
    screen.keys(Keys.TAB, "Known.", Keys.ENTER)
    until(lambda: patrol.sent[-1] == ("POST", "ai/patrol/dismiss", {"finding_id": "fill", "reason": "not_an_issue", "note": "Known."}), "it was sent")
    screen.says("Dismissed: Storage almost full.")
    screen.until(lambda: titles(screen) == ["Node is down", "Snapshot is old"], "it has left the list")
    screen.run("document.querySelector('aside.drawer').focus()")
    screen.keys(Keys.ESCAPE)
    screen.gone("aside.drawer")
    screen.keys("g", "o")
    screen.until(lambda: "page=patrol" not in screen.address, "the Overview")
    screen.keys("g", "p")
    screen.until(lambda: "page=patrol" in screen.address, "Patrol again")


def test_what_needs_a_licence_says_so_and_keeps_its_button(opened):
    patrol, screen = opened("?page=patrol&open=finding:fill")
    screen.press("Acknowledge", "aside.drawer")
    screen.says("Acknowledge needs a licence with the feature Patrol (ai_patrol).")
    screen.says("Acknowledging is a part of Pulse Pro.")
    assert screen.button("Acknowledge", "aside.drawer").is_enabled()
    screen.press("Snooze", "aside.drawer")
    screen.see("form.finding-form")
    screen.press("Snooze", "form.finding-form")
    screen.says("Snooze needs a licence")
    screen.press("Go to Pulse Pro")
    screen.until(lambda: "section=licence" in screen.address, "the page of licences")
    screen.open("?page=patrol&open=finding:fill")
    screen.fill("Note", "Cleaned up")
    screen.press("Resolve", "aside.drawer")
    screen.says("Resolved: Storage almost full. If it is still so, the next run says so.")
    assert patrol.sent[-1] == ("POST", "ai/patrol/resolve", {"finding_id": "fill", "note": "Cleaned up"})
    screen.gone("aside.drawer .finding-acts .buttons button")


def test_a_finding_shows_what_it_rests_on(opened):
    _, screen = opened("?page=patrol&open=finding:fill")
    screen.says("Used 90 GiB of 100 GiB (90 %), growing 1 GiB a day.", "aside.drawer")
    screen.says("Seen by 1 run.", "aside.drawer")
    screen.see(".evidence-plot .plot-line")
    marks = screen.run("return [...document.querySelectorAll('.evidence-mark')].map((one) => [one.dataset.label, one.textContent, !!one.querySelector('.evidence-level'), !!one.querySelector('circle')])")
    assert marks == [["now", "now 90.0 GiB", False, True], ["capacity", "capacity 100 GiB", True, False], ["full", "full 100 GiB", False, True]]
    assert "capacity: 100 GiB" in screen.see(".evidence-plot").get_attribute("aria-label")
    screen.says("expected", ".evidence-marks")
    screen.says("data 90 %, metadata 12 %", "aside.drawer")
    assert screen.see(".finding .command code").text == "pvesm list local-lvm"
    screen.says("acknowledged by ops: On it.", ".finding-history")
    screen.run("document.querySelector('.finding details summary').click()")
    screen.says("A full storage stops every guest on it.")
    screen.press("All about PVE-STORAGE-FILL")
    screen.see("article h2", "Storage fills up")


def test_cause_and_consequences_lead_to_each_other(opened):
    _, screen = opened("?page=patrol&open=finding:slow-3")
    screen.says("This is a consequence of", "aside.drawer")
    assert [one.text.strip() for one in screen.all(".finding-path li")] == ["web-3", "pve-1"]
    screen.press("Node is down: pve-1", ".finding-cause")
    screen.says("Consequences (12)", "aside.drawer")
    screen.press("Guest does not answer: web-7", "aside.drawer")
    screen.until(lambda: "open=finding:slow-7" in screen.address, "another consequence")
    screen.press("web-7", "aside.drawer .lead")
    screen.until(lambda: "open=guest:harbour/107" in screen.address, "the guest itself")


def tab_to(screen, words):
    """By the keyboard alone, from where it is."""
    for _ in range(40):
        screen.keys(Keys.TAB)
        if screen.focused()[2].strip() == words:
            return
    raise AssertionError(f"‘{words}’ is not reached by Tab")


def test_the_page_of_its_check_is_reached_without_a_mouse_and_stands_in_the_address(opened):
    _, screen = opened()
    screen.see(".table-body .tr")
    screen.keys("j", "j", Keys.ENTER)
    screen.see("aside.drawer h2", "Storage almost full")
    tab_to(screen, "local-lvm")
    tab_to(screen, "PVE-STORAGE-FILL")
    screen.keys(Keys.ENTER)
    screen.see("article h2", "Storage fills up")
    assert screen.address == "?page=patrol&section=checks&row=PVE-STORAGE-FILL"
    screen.driver.refresh()
    screen.see("article h2", "Storage fills up")
    screen.says("A full storage stops every guest on it.")
    screen.driver.back()
    screen.see("aside.drawer h2", "Storage almost full")


def test_a_cause_that_is_over_is_named_and_can_be_opened(opened):
    late = finding("late", "warning", "Guest does not answer", "guest:harbour/101", "web-1", cause={"finding_id": "node-was-down", "path": ["guest:harbour/101", "node:harbour/pve-1"]})
    _, screen = opened("?page=patrol&open=finding:late", found=[late])
    screen.press("node-was-down", ".finding-cause")
    screen.until(lambda: "open=finding:node-was-down" in screen.address, "the cause")


def test_names_with_markup_are_names(opened):
    bad = "<img src=x onerror=document.title='hit'>\u202eevil"
    odd = finding("odd", "critical", f"Title {bad}", "guest:harbour/101", bad, recommendation=f"Look at {bad}.", node=bad, instance=bad, description=f"About {bad}",
                  evidence_items=[{"kind": "fact", "resource_id": "guest:harbour/101", "name": bad, "part": bad, "text": bad, "reference": bad, "marks": []}])
    _, screen = opened("?page=patrol&open=finding:odd", found=[odd])
    screen.says("Title <img src=x", "aside.drawer")
    assert screen.run("return [document.title.includes('hit'), document.querySelectorAll('main img, aside img').length, document.body.innerText.includes('\u202e')]") == [False, 0, False]


def test_a_finding_opens_also_when_the_server_has_gone(opened):
    patrol, screen = opened()
    screen.see(".table-body .tr")
    patrol.end()
    screen.says("Connection lost")
    screen.keys("j", "j", Keys.ENTER)
    screen.see("aside.drawer h2", "Storage almost full")
    screen.says("Used 90 GiB of 100 GiB", "aside.drawer")


def test_what_was_not_fetched_before_the_server_went_comes_with_it(opened):
    patrol, screen = opened("?open=guest:harbour/101&tab=findings")
    screen.see("aside.drawer .finding-list button", "Snapshot is old")
    screen.says("Minor (1)", "aside.drawer")
    patrol.end()
    screen.says("Connection lost")
    screen.press("Snapshot is old: web-1", "aside.drawer")
    screen.says("does not answer")
    screen.press("Try again")
    screen.says("That is tried again as soon as it answers.")
    patrol.again()
    screen.see("aside.drawer h2", "Snapshot is old")
    screen.open("?open=guest:harbour/100&tab=findings")
    screen.see("aside.drawer .finding-list button", "Guest does not answer")
    patrol.end()
    screen.says("Connection lost")
    screen.press("Guest does not answer: web-0", "aside.drawer")
    screen.says("That is tried again as soon as it answers.")
    patrol.again()
    screen.see("aside.drawer h2", "Guest does not answer")
    screen.driver.back()
    screen.see("aside.drawer .finding-list button", "Guest does not answer")


def test_on_a_telephone_the_bar_shows_where_one_is(opened):
    _, screen = opened()
    screen.size(390, 844)
    screen.driver.refresh()
    screen.see(".table-body .tr")
    screen.until(screen.shows_where_one_is, "Patrol in the bar")


def test_a_finding_that_is_gone_says_so(opened):
    _, screen = opened("?page=patrol&open=finding:long-gone")
    screen.says("It was cleared, or you may not see its resource.")


def test_a_run_shows_its_progress_and_asks_once_when_it_ends(opened):
    patrol, screen = opened()
    screen.see(".table-body .tr")
    before = asked_findings(patrol)
    screen.press("Run now")
    screen.see("button", "Cancel run")
    until(lambda: patrol.running, "it runs")
    asked = asked_findings(patrol)
    patrol.progress("looking", 103)
    screen.says("Looking: 103 of 412", ".patrol-progress")
    patrol.progress("comparing", 412)
    screen.says("Comparing with what was known: 412 of 412", ".patrol-progress")
    screen.press("Cancel run")
    until(lambda: ("POST", "ai/patrol/cancel", {}) in patrol.sent, "it was cancelled")
    until(lambda: asked_findings(patrol) > asked, "asked after the cancelling")
    screen.see("button", "Cancel run")
    patrol.found = [finding("late", "warning", "Came late", "guest:harbour/104", "web-4")]
    asked = asked_findings(patrol)
    patrol.progress("ended")
    screen.run("document.querySelector('.table').dispatchEvent(new PointerEvent('pointerleave', { bubbles: true }))")
    screen.until(lambda: titles(screen) == ["Came late"], "what the run found")
    screen.see("button", "Run now")
    assert asked_findings(patrol) == asked + 1 and asked > before


def test_the_schedule_takes_choices_and_own_minutes(opened):
    patrol, screen = opened()
    screen.see(".patrol-schedule select")
    screen.run("""const select = document.querySelector('.patrol-schedule select'); select.value = '0'; select.dispatchEvent(new Event('change', { bubbles: true }))""")
    screen.until(lambda: "off" in screen.text(".patrol-strip dl"), "it is off")
    assert patrol.sent[-1] == ("PUT", "ai/patrol/schedule", {"interval_minutes": 0})
    screen.run("""const select = document.querySelector('.patrol-schedule select'); select.value = 'own'; select.dispatchEvent(new Event('change', { bubbles: true }))""")
    field = screen.see(".patrol-own input")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("9")
    screen.says("A whole number from 10 to 10,080 (7 days).")
    field.send_keys("0", Keys.ENTER)
    until(lambda: patrol.interval == 90, "90 minutes")
    screen.gone(".patrol-own")
    screen.until(lambda: screen.run("return document.querySelector('.patrol-schedule select').selectedOptions[0].text") == "every 90 min", "the choice says it")


def test_nothing_found_says_in_what_and_when(opened):
    _, screen = opened(found=[])
    screen.says("Nothing found in 412 resources, 118 checks, 3 min ago.")
    screen.see(".patrol-strip .state-ok", "Healthy")


def test_before_the_first_run_and_after_one_that_failed(opened):
    patrol, screen = opened(found=[], last_patrol_at=None)
    screen.says("It has not run yet.")
    screen.see(".patrol-strip", "No run yet")
    patrol.further = {"troubles": ["The findings of before could not be read and were set aside."]}
    patrol.run_list = [run("run-9", "error", problem="The catalogue could not be read.")]
    screen.driver.refresh()
    screen.says("The last run failed: The catalogue could not be read.")
    screen.says("which says nothing about the estate")
    screen.says("were set aside", ".patrol-strip")


def test_a_run_that_failed_is_not_said_to_be_good(opened):
    problem = "What it saw could not be kept. Cannot write ai_findings.json: no space. Check that its disk has room, then have patrol run again."
    patrol, screen = opened(found=[], resources_checked=0, last_run={"id": "run-9", "status": "error", "started_at": ago(seconds=2), "failed_checks": 0, "problem": problem})
    screen.see(".patrol-strip .state-unknown", "Last run failed")
    screen.says(problem, ".patrol-strip")
    assert "0 resources" not in screen.text(".patrol-strip") and "Healthy" not in screen.text(".patrol-strip")
    screen.press("Show the runs", ".patrol-strip")
    screen.until(lambda: "section=runs" in screen.address, "the runs")
    screen.open("")
    screen.see(".patrol-chip", "the last run failed")


def test_healthy_says_what_rules_hide(opened):
    _, screen = opened(found=[], suppressed_summary={"critical": 1, "warning": 110, "watch": 3, "info": 0})
    screen.see(".patrol-strip .state-ok", "Healthy")
    screen.press("111 are hidden by rules", ".patrol-strip")
    screen.until(lambda: "section=suppressions" in screen.address, "the rules")


def test_without_a_source_there_is_nothing_to_look_at(opened):
    _, screen = opened(found=[], resources_checked=0)
    screen.see(".patrol-strip .state-unknown", "Nothing to look at yet")
    screen.see(".empty h2", "Nothing to look at yet")
    assert "Healthy" not in screen.text()
    screen.press("Add a Proxmox cluster", ".empty")
    screen.until(lambda: "section=sources&form=add" in screen.address, "the form of a source")


def test_what_is_done_by_keys_leaves_the_focus_where_keys_work(opened):
    _, screen = opened(licensed=True)
    screen.see(".table-body .tr")
    screen.keys("j", "j", "s")
    screen.until(lambda: screen.focused()[0] == "select", "the question of how long")
    screen.press("Snooze", "form.finding-form")
    screen.says("Snoozed: Storage almost full.")
    screen.until(lambda: "drawer" in screen.focused()[1], "the drawer has the focus")
    screen.keys(Keys.ESCAPE)
    screen.gone("aside.drawer")
    screen.until(lambda: "table" in screen.focused()[1].split(), "the list has the focus")
    screen.keys("j", "d")
    screen.until(lambda: screen.focused()[0] == "select", "the question of why")
    screen.keys(Keys.TAB, "Known.", Keys.ENTER)
    screen.says("Dismissed: ")
    screen.until(lambda: "drawer" in screen.focused()[1], "the drawer has the focus")


def test_what_did_not_come_through_is_forgotten_when_the_server_is_back(opened):
    patrol, screen = opened()
    screen.see(".table-body .tr")
    patrol.end()
    screen.says("Connection lost")
    screen.press("Run now")
    screen.says("The Pulse server does not answer.", ".patrol-strip")
    patrol.again()
    screen.gone(".patrol-strip .problem", "The Pulse server does not answer.")


def test_runs_say_what_they_saw_and_what_not(opened):
    patrol, screen = opened("?page=patrol&section=runs")
    screen.see("tr[data-id=run-1]", "by hand (admin)")
    patrol.run_list = [*patrol.run_list, run("run-0", trigger="event", triggered_by="node pve2 went offline", not_evaluable_reasons=[
        {"check": check, "reason": "The guest agent is not enabled.", "count": 4} for check in ("PVE-A", "PVE-B", "PVE-C")])]
    screen.driver.refresh()
    screen.see("tr[data-id=run-0] td", "node pve2 went offline").click()
    screen.says("PVE-C 4", ".run-details")
    assert screen.text(".run-details").count("The guest agent is not enabled.") == 1
    screen.see("tr[data-id=run-0] td").click()
    screen.gone(".run-details")
    screen.see("tr[data-id=run-2] button").click()
    screen.says("412 resources: guest 300", ".run-details")
    screen.says("Less than a day of history.", ".run-details")
    screen.says("a number was none", ".run-details")
    assert "row=run-2" in screen.address
    screen.press("Storage almost full: local-lvm")
    screen.see("aside.drawer h2", "Storage almost full")


def test_suppressions_are_listed_added_and_removed(opened):
    patrol, screen = opened("?page=patrol&section=suppressions", licensed=True)
    screen.see("tr[data-id=rule-1]", "check PVE-CERT-END")
    screen.press("Add a suppression")
    screen.press("Add")
    screen.says("Choose a resource, a check, a category or a tag.")
    screen.fill("Resource id", "guest:harbour/1*")
    screen.fill("Why", "A test bed")
    screen.press("Add")
    screen.see("tr[data-id=rule-2]", "resource guest:harbour/1*")
    assert patrol.sent[-1] == ("POST", "ai/patrol/suppressions", {"description": "A test bed", "resource_id": "guest:harbour/1*"})
    screen.press("Remove", "tr[data-id=rule-1]")
    screen.press("Remove check PVE-CERT-END")
    screen.gone("tr[data-id=rule-1]")


def test_a_suppression_without_a_licence_says_what_it_needs(opened):
    _, screen = opened("?page=patrol&section=suppressions&form=add")
    screen.fill("Check", "PVE-STORAGE-FILL")
    screen.fill("Why", "Known")
    screen.press("Add")
    screen.says("New suppression needs a licence with the feature Patrol (ai_patrol).")


def test_every_check_has_a_page(opened):
    _, screen = opened("?page=patrol&section=checks")
    screen.says("3 of 3 checks")
    screen.filter("backup")
    screen.says("1 of 3 checks")
    screen.press("PVE-SNAPSHOT-OLD")
    screen.says("After 14 days.")
    screen.says("May follow from")
    screen.press("PVE-STORAGE-FILL")
    screen.says("A full storage stops every guest on it.")
    assert "May follow from" not in screen.see(".check-page").text
    screen.open("?page=patrol&section=checks&row=PVE-SNAPSHOT-OLD")
    screen.press("Show 1 finding")
    screen.until(lambda: titles(screen) == ["Snapshot is old"], "its findings")
    screen.open("?page=patrol&section=checks&row=PVE-NO-SUCH")
    screen.says("Patrol has no check PVE-NO-SUCH.")


def test_marks_in_the_overview_and_the_drawer(opened):
    patrol, screen = opened("")
    screen.see(".patrol-chip", "2 critical, 12 warning")
    mark = screen.see("[data-id='node:harbour/pve-1'] .patrol-mark")
    assert mark.get_attribute("title") == "Patrol: 1 finding, the worst is critical"
    assert (asked_marks(patrol), asked_findings(patrol)) == (1, 0)
    patrol.found = [finding("one", "warning", "Came late", "guest:harbour/104", "web-4"), finding("two", "critical", "Came late too", "guest:harbour/104", "web-4")]
    patrol.progress("ended")
    screen.see("[data-id='guest:harbour/104'] .patrol-mark", "2")
    screen.gone("[data-id='node:harbour/pve-1'] .patrol-mark")
    assert (asked_marks(patrol), asked_findings(patrol)) == (2, 0)
    screen.open("?open=guest:harbour/104")
    screen.see("aside.drawer .patrol-lead").click()
    screen.see("[role=tab][aria-selected=true]", "Findings")
    screen.press("Show in Patrol")
    screen.until(lambda: "filter=resource:guest:harbour/104" in screen.address, "the list of its findings")
    screen.until(lambda: len(titles(screen)) == 2, "both")


def test_five_thousand_findings_are_drawn_only_where_they_are_seen(opened):
    many = [finding(f"f{number}", "warning" if number % 3 else "critical", f"Something {number}", f"guest:harbour/{number}", f"vm-{number}") for number in range(5000)]
    _, screen = opened(found=many)
    screen.until(lambda: screen.count() == 5000, "all of them")
    assert len(screen.rows()) < 100
    screen.run("document.querySelector('.table').focus()")
    screen.keys(Keys.END)
    screen.until(lambda: any(row["index"] == 5001 for row in screen.rows()), "the last row")


VIEWS = ["?page=patrol&folded=node-down", "?page=patrol&open=finding:fill", "?page=patrol&open=finding:slow-3&tab=dismiss", "?page=patrol&section=runs&row=run-2", "?page=patrol&section=suppressions&form=add", "?page=patrol&section=checks",
         "?page=patrol&section=checks&row=PVE-STORAGE-FILL", "?open=node:harbour/pve-1&tab=findings"]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_it_can_be_used_by_all_and_on_a_telephone(opened, theme):
    _, screen = opened("?page=patrol")
    screen.theme(theme)
    for view in VIEWS:
        screen.size(1280)
        screen.open(view)
        screen.see(".drawer-body .finding-list, .evidence-mark, .finding-form, .run-details, .narrow-form, .check-page, table.plain, .table-body .tr")
        assert serious(screen) == [], view
        screen.size(390, 844)
        assert serious(screen) == [], f"{view} at 390"
        assert screen.run("return document.documentElement.scrollWidth") <= 390, view
        wide = screen.run("return [...document.querySelectorAll('.patrol-strip, .patrol-body, .drawer-body')].filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map((one) => one.className)")
        assert wide == [], view
