"""5,000 rows: only those that are seen are drawn, and everything else works as with five."""

import sys
import time

import pytest
from programs import Estate, Server

GUESTS, NODES = 5000, 20


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    server = estate = None
    try:
        estate = Estate(tmp_path_factory.mktemp("estate"), nodes=NODES, guests=GUESTS)
        server = Server(tmp_path_factory.mktemp("server"), interval="30s")
        server.client = server.sign_in()
        server.client.add(estate)
        yield server
    finally:
        for one in (server, estate):
            if one:
                one.end()


def test_of_5000_rows_only_the_visible_ones_are_drawn_and_all_can_be_reached(large, screens, capsys):
    screen = screens(large)
    began = time.monotonic()
    screen.sign_in(large.client)
    screen.see(".table-body .tr")
    first = time.monotonic() - began
    everything = 1 + NODES + GUESTS
    screen.until(lambda: screen.count() == everything, "all rows are counted")
    assert len(screen.rows()) < 100

    screen.run("document.querySelector('.table').scrollTop = 1e9")
    screen.until(lambda: screen.rows()[-1]["index"] == everything + 1, "the last row is drawn")
    assert len(screen.rows()) < 100
    screen.run("document.querySelector('.table').scrollTop = 1e9 / 2e4")
    screen.until(lambda: 1500 < screen.rows()[0]["index"] < 1800, "rows in the middle are drawn")

    # The figures are printed, not judged: the machine that runs this may be any. What a worker says on its standard output is lost.
    named = [one for one in large.client.resources(kind="guest") if "web" in one["name"]]
    took = screen.driver.execute_async_script("""
        const done = arguments[0], field = document.querySelector('.filter-field input');
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
        const began = performance.now();
        set.call(field, 'name:web kind:guest');
        field.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(() => done(performance.now() - began));""")
    with capsys.disabled():
        print(f"\n5,000 rows: the first after {first:.2f} s from opening the page, filtered in {took:.0f} ms", file=sys.stderr)
    screen.until(lambda: f"{len(named):,} of" in screen.text(".row-count"), f"{len(named)} rows match")
    screen.filter("")
    screen.until(lambda: screen.count() == everything, "all rows again")


def test_the_last_of_5000_rows_is_reached_by_keyboard_and_opened(large, screens):
    screen = screens(large)
    screen.sign_in(large.client, "?group=flat&sort=name:up")
    screen.until(lambda: screen.count() == 1 + NODES + GUESTS, "all rows are counted")
    screen.run("document.querySelector('.table').focus()")
    screen.keys("\ue010")  # End
    last = screen.until(lambda: next((row for row in screen.rows() if row["active"] and row["index"] == 2 + NODES + GUESTS), None), "the last row is active")
    screen.keys("\ue007")
    screen.see(".drawer")
    assert f"open={last['id']}" in screen.address
