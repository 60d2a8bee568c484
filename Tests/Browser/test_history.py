"""The past of a thing: charts on one time axis, read with pointer or keys, as a table and as a file."""

import json
import time

import pytest
from programs import Estate, Server, until
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from test_accessibility import look

CHARTS = {
    "node": ["CPU", "Memory", "Disk"],
    "guest": ["CPU", "Memory", "Disk", "Network", "Disk I/O"],
    "storage": ["Used"],
    "host": ["CPU", "Memory"],
}

RECORDED = {
    "node": ["cpu", "memoryUsed", "diskUsed"],
    "guest": ["cpu", "memoryUsed", "diskUsed", "networkIn", "diskRead"],
    "storage": ["diskUsed"],
    "host": ["cpu", "memoryUsed"],
}


def a(client, kind):
    return next(one for one in client.resources(kind=kind) if kind != "guest" or one["status"] == "running")


def recorded(client, resource, metric, points=3, patience=60):
    """Waits until a thing has a past, of the last hour and as finely as the charts will ask for it."""
    def ask():
        begin = int((time.time() - 3600) * 1000)
        answer = client.call("GET", f"history?resource={resource['id'].replace('@', '%40')}&metric={metric}&from={begin}&points=400")
        return any(sum(value is not None for value in one["points"]["avg"]) >= points for one in answer["series"])

    until(ask, f"{metric} of {resource['id']} was recorded {points} times", patience, pause=1)


def opened(screen, resource, more="&range=1h"):
    screen.open(f"?open={resource['id']}&tab=history{more}")
    screen.see(".plot")
    return screen


def titles(screen):
    return [one.text for one in screen.all(".chart h3")]


def cursors(screen):
    return len(screen.all(".plot-cursor"))


def spoken(screen):
    return screen.run("return document.activeElement.getAttribute('aria-valuetext')")


@pytest.fixture
def history(screen, client):
    """The page with the last hour of a node that has one."""
    node = a(client, "node")
    recorded(client, node, "cpu")
    return opened(screen, node)


@pytest.mark.parametrize("kind", CHARTS)
def test_every_kind_has_the_charts_that_make_sense_for_it(screen, client, kind):
    resource = a(client, kind)
    # Rates need two answers, and the disk of a guest is asked once in minutes.
    for metric in RECORDED[kind]:
        recorded(client, resource, metric, points=1)
    opened(screen, resource)
    shown = titles(screen)
    assert all(any(title.startswith(one) for title in shown) for one in CHARTS[kind]), shown


def test_a_cluster_has_no_history_of_its_own(screen, client):
    screen.open(f"?open={client.resources(kind='cluster')[0]['id']}")
    screen.see(".drawer [role=tab]", "Guests")
    assert "History" not in screen.text(".drawer .tabs")


def test_the_charts_are_no_part_of_the_first_load(screen, client):
    scripts = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/Charts-')).length"
    screen.open(f"?open={a(client, 'node')['id']}")
    screen.see(".drawer .metric-name", "CPU")
    assert screen.run(scripts) == 0
    screen.press("History", within=".drawer")
    screen.see(".charts")
    assert screen.run(scripts) == 1


def test_the_range_is_in_the_address_and_going_back_goes_back(history):
    for words, address in (("6 h", "range=6h"), ("2 y", "range=2y")):
        history.press(words, within=".range")
        history.until(lambda: address in history.address, address)
    history.driver.refresh()
    assert history.see(".range [aria-pressed=true]").text == "2 y"
    history.driver.back()
    history.until(lambda: "range=6h" in history.address, "the range before")
    history.until(lambda: history.see(".range [aria-pressed=true]").text == "6 h", "its button")


def test_the_range_stays_when_something_else_is_opened(history, client):
    history.press("7 d", within=".range")
    history.until(lambda: "range=7d" in history.address, "the range")
    history.press("Close", within=".drawer")
    history.until(lambda: "range" not in history.address, "an address without charts")
    history.run("document.querySelector('.table-body .tr .col-name').click()")
    history.see(".drawer h2")
    history.until(lambda: "range=7d" in history.address, "the same range")


def test_two_times_can_be_entered_and_a_mistake_is_explained(history):
    history.press("Custom", within=".range")

    def enter(label, value):
        # A person picks in a calendar, whose order of fields is the browser's.
        history.run("""const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
            const field = [...document.querySelectorAll('.custom-field')].find((one) => one.innerText.startsWith(arguments[0])).querySelector('input');
            set.call(field, arguments[1]); field.dispatchEvent(new Event('input', { bubbles: true }))""", label, value)

    enter("From", "2025-03-02T10:00")
    enter("To", "2025-03-01T10:00")
    history.press("Show")
    history.see(".custom .mistake", "after the beginning")
    enter("To", "2025-03-03T10:00")
    history.press("Show")
    history.until(lambda: "range=2025-03-0" in history.address, "both times in the address")
    history.see(".chart-nothing", "Nothing was recorded in this time")
    assert history.see(".range [aria-pressed=true]").text == "Custom"
    # The charts stay, all of it unknown, and lead on by keys.
    history.run("arguments[0].focus()", history.see(".plot"))
    assert history.all(".plot-gap")
    before = history.address
    history.keys("-")
    history.until(lambda: history.address != before, "a wider time")
    assert history.run("return document.activeElement.className") == "plot"


def test_one_cursor_reads_all_charts(history):
    plot = history.all(".plot")[0]
    ActionChains(history.driver).move_to_element_with_offset(plot, plot.size["width"] // 2 - 4, 0).perform()
    history.see(".plot-tip", "CPU")
    drawn = len(history.all(".plot"))
    assert cursors(history) == drawn and len(history.all(".plot-tip")) == 1
    year = str(time.gmtime().tm_year)
    assert year in history.see(".chart-moment").text
    ActionChains(history.driver).move_to_element(history.see(".drawer h2")).perform()
    history.until(lambda: cursors(history) == 0, "no cursor")


def test_drawing_over_zooms_shift_moves_and_a_double_click_leads_back(history, client):
    # A time of which nothing is known has no plot to go on with, and the address names whole minutes: the last one may be cut off.
    recorded(client, a(client, "node"), "cpu", points=16, patience=240)
    plot = history.see(".plot")
    beginning = plot.size["width"] // 2 - 90
    ActionChains(history.driver).move_to_element_with_offset(plot, beginning, 0).click_and_hold().move_by_offset(88, 3).perform()
    assert len(history.all(".plot-selection")) == len(history.all(".plot"))
    ActionChains(history.driver).release().perform()
    history.until(lambda: ".." in history.address, "two times in the address")
    before = history.address
    ActionChains(history.driver).key_down(Keys.SHIFT).move_to_element(history.see(".plot")).click_and_hold().move_by_offset(8, 0).release().key_up(Keys.SHIFT).perform()
    history.until(lambda: ".." in history.address and history.address != before, "another time")
    ActionChains(history.driver).double_click(history.see(".plot")).perform()
    history.until(lambda: "range=1h" in history.address, "the last hour again")


def test_all_of_it_works_without_a_mouse(history):
    history.run("arguments[0].focus()", history.see(".plot"))
    assert "no moment" in spoken(history)
    history.keys(Keys.END)
    last = spoken(history)
    assert "CPU" in last and "%" in last
    history.keys(Keys.LEFT)
    assert spoken(history) != last and cursors(history) == len(history.all(".plot"))
    history.keys(Keys.ESCAPE)
    assert cursors(history) == 0 and "open=" in history.address
    history.keys("-")
    history.until(lambda: "range=6h" in history.address, "a wider time")
    history.keys(Keys.SHIFT + Keys.LEFT + Keys.NULL)
    history.until(lambda: ".." in history.address, "an earlier time")
    history.keys("0") if history.all(".plot:focus") else history.press("Back to the last 6 h")
    history.until(lambda: "range=6h" in history.address, "the last while")
    history.run("document.querySelector('.drawer-body').focus()")
    history.keys(Keys.ESCAPE)
    history.gone(".drawer")


def test_a_chart_is_also_a_table(history):
    history.press("Table of CPU")
    rows = history.until(lambda: history.all(".chart-table tbody tr"), "rows")
    assert len(rows) >= 3
    assert "%" in rows[0].text and str(time.gmtime().tm_year) in rows[0].text
    assert [one.text for one in history.all(".chart-table thead th")][1:4] == ["CPU", "CPU, lowest", "CPU, highest"]


def test_the_values_are_to_be_had_as_a_file(history):
    link = history.see(".csv")
    assert link.get_attribute("download").endswith(".csv")
    kind, body = history.driver.execute_async_script(
        "const done = arguments[1]; fetch(arguments[0]).then(async (answer) => done([answer.headers.get('content-type'), await answer.text()]))", link.get_attribute("href"))
    assert kind.startswith("text/csv")
    lines = body.splitlines()
    assert lines[0] == "time,resource,metric,part,avg,min,max,count"
    assert len(lines) > 3 and any(",cpu," in line for line in lines)


def test_the_period_before_is_beside_it(history):
    history.field("Previous period").click()
    history.until(lambda: "compare=previous" in history.address, "the comparison in the address")
    asked = "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/history?')).map((one) => new URL(one.name).searchParams.get('to'))"
    history.until(lambda: len(set(history.run(asked))) >= 2, "a question for the time before")


def test_new_values_come_by_themselves(history):
    history.press("Table of CPU")
    first = "return document.querySelector('.chart-table tbody th')?.innerText"
    newest = history.until(lambda: history.run(first), "a row")
    history.until(lambda: history.run(first) != newest, "a newer row")


def test_times_are_those_of_the_users_zone(screen, client):
    node = a(client, "node")
    recorded(client, node, "cpu")
    client.call("PUT", "preferences", {"timeZone": "Asia/Tokyo"})
    opened(screen, node)
    screen.see(".chart-moment", "GMT+9")
    screen.run("arguments[0].focus()", screen.see(".plot"))
    screen.keys(Keys.END)
    assert "GMT+9" in spoken(screen)


def test_a_storage_tells_when_it_will_be_full_or_why_nobody_knows(screen, client):
    storage = a(client, "storage")
    recorded(client, storage, "diskUsed", points=1)
    told = client.call("GET", f"history/forecast?resource={storage['id'].replace('@', '%40')}&metric=diskUsed")
    opened(screen, storage)
    screen.see(".forecast", told["sentence"])
    assert screen.field("Forecast").is_selected()


def test_every_file_system_tells_when_it_will_be_full_or_why_nobody_knows(screen, client):
    guest = until(lambda: next((one for one in client.resources(kind="guest") if one["facts"]["filesystems"]), None), "a guest agent told its file systems", 180)
    mounted = [one["mountpoint"] for one in guest["facts"]["filesystems"] if one["used"] is not None]
    screen.open(f"?open={guest['id']}&tab=disks")
    screen.until(lambda: len(screen.all(".disks li")) == len(guest["facts"]["filesystems"]), "all file systems")
    screen.until(lambda: screen.text(".disks").count("Not enough history") == len(set(mounted)), "an answer for each")


def test_what_is_wrong_with_history_is_said_above_the_page_and_above_charts(screen, client):
    screen.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": """const real = window.fetch; window.fetch = async (to, how) => {
        const answer = await real(to, how);
        return String(to).endsWith('/health') ? Response.json({ ...await answer.json(), history: 'failing' }) : answer;
    }"""})
    opened(screen, a(client, "node"))
    screen.see(".middle .bar-critical", "History cannot be written")
    screen.see(".drawer .history-troubles", "Make room on the disk")
    problems = []
    look(screen, "history in trouble", problems)
    assert not problems, json.dumps(problems, indent=1)


def test_a_server_that_does_not_answer_is_told_of_and_can_be_asked_again(programs, screens):
    server = programs(Server, host=True)
    client = server.sign_in()
    host = until(lambda: next(iter(client.resources(kind="host")), None), "this machine is known")
    recorded(client, host, "cpu", points=1)
    screen = screens(server)
    screen.sign_in(client)
    opened(screen, host)
    server.freeze()
    screen.press("6 h", within=".range")
    screen.see(".charts .problem", "has not answered within 20 seconds")
    screen.see(".plot")
    server.thaw()
    screen.press("Try again", within=".charts")
    screen.gone(".charts .problem")
    screen.see(".plot")


def test_charts_with_all_that_opens_have_no_serious_finding_and_fit_their_width(history):
    history.press("Custom", within=".range")
    history.press("Table of CPU")
    history.run("arguments[0].focus()", history.see(".plot"))
    history.keys(Keys.END)
    problems = []
    look(history, "charts", problems)
    assert not problems, json.dumps(problems, indent=1)


def test_a_guest_that_was_deleted_keeps_its_past(programs, screens):
    estate = programs(Estate, nodes=1, guests=4)
    server = programs(Server)
    client = server.sign_in()
    client.add(estate)
    guest = a(client, "guest")
    recorded(client, guest, "cpu", points=2)
    screen = screens(server)
    screen.sign_in(client, f"?open={guest['id']}")
    screen.see(".drawer h2", guest["name"])
    estate.order("guest-deleted", vmid=int(guest["id"].split("/")[1]))
    screen.see(".drawer h2", "This is no longer here")
    screen.see(".drawer .chart h3", "CPU")
    assert screen.all(".drawer .plot")
