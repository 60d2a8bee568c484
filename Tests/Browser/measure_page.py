"""Measures the page with 5,000 rows in headless chromium, as a part of `make bench`: measure_page.py [--minutes N]

The baseline of each row is the same page with 50 rows, in the same run. Exits with 1 when a budget is broken.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import programs
from devtools import Devtools
from programs import Estate, Server
from screen import Screen, open_chromium

NODES, GUESTS = 20, 5000
SMALL_NODES, SMALL_GUESTS = 3, 50
TIMES = 5
# Milliseconds from one frame to the next.
FRAME = 16
# Seconds of the two ways of looking at tasks, in turn. Either takes longer than the ten from one change of all rows to the next.
TICKING, TRACING = 20, 12
# Seconds between two looks at the memory, and for what was loaded once to be swept up before tasks are looked at.
SAMPLING, SETTLING = 20, 15
# From so many minutes on a growth can be told from the coming and going of garbage.
LONG_ENOUGH = 5

# From a letter in the focused field to the frame that shows the result.
FILTERED = """
    const done = arguments[1], field = document.querySelector('.filter-field input');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    field.focus();
    const began = performance.now();
    set.call(field, arguments[0]);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));"""

# How long scripts and layout kept the page from drawing: every task that took longer than a frame is seen as the distance of two ticks of a
# timer that wants to run all the time. It holds what else the machine does too, server, estate and collectors, and the timer alone takes one
# of its processors; so the longest distance of an empty page stands beside it, and it has no budget. What the page itself can answer for, the
# time its tasks ran, is told by a trace, and that has one. The trace also sees what this timer hides: a page that is never idle is never swept
# up by V8's memory reducer, which takes 20 to 30 ms at one go some seconds after much was loaded.
DISTANCES = """
    const done = arguments[1], end = performance.now() + arguments[0] * 1000;
    let before = performance.now(), longest = 0, over = 0;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
        const now = performance.now(), took = now - before;
        before = now;
        longest = Math.max(longest, took);
        if (took > 16) over += 1;
        if (now < end) channel.port2.postMessage(0); else done([longest, over]);
    };
    channel.port2.postMessage(0);"""


# The lines of a metric come when its last ten minutes do, which are loaded once.
MISSING_LINES = "return [...document.querySelectorAll('.table .sparkline path')].filter((one) => !one.getAttribute('d')).length"


def measured(folder, nodes, guests, seconds):
    """The figures of one size of estate, by their names."""
    estate = server = driver = None
    try:
        (folder / "estate").mkdir(parents=True)
        (folder / "server").mkdir()
        estate = Estate(folder / "estate", nodes=nodes, guests=guests, seed=7)
        server = Server(folder / "server", interval="10s")
        client = server.sign_in()
        client.add(estate)
        driver = open_chromium()
        screen = Screen(driver, server)
        screen.sign_in(client)
        figures = {"first": statistics.median(first_rows(screen) for _ in range(TIMES))}
        figures["filter"] = statistics.median(filtered(screen, 1 + nodes + guests))
        return figures | updated(screen, seconds) | empty(driver, min(seconds, 60))
    finally:
        if driver:
            driver.quit()
        for one in (server, estate):
            if one:
                one.end()


def first_rows(screen):
    began = time.monotonic()
    screen.open()
    screen.see(".table-body .tr")
    return time.monotonic() - began


def filtered(screen, everything):
    screen.until(lambda: screen.count() == everything, "all rows are counted")
    for words in ("name:web kind:guest", "cpu>20", "status:stopped", "node:pve2", "web|db"):
        yield screen.driver.execute_async_script(FILTERED, words)
        screen.filter("")
        screen.until(lambda: screen.count() == everything, "all rows again")


def updated(screen, seconds):
    """
    While all rows change every ten seconds: tasks as lines and as bars, a quarter of the time each, then the memory. That comes last, for to know
    what is held everything else has to be swept up, which is a long task that no person would have met, and leads to another ten seconds later.
    """
    devtools = Devtools(screen.driver, screen.server.url)
    try:
        screen.press("Sparklines")
        screen.until(lambda: not screen.run(MISSING_LINES), "all lines are drawn")
        time.sleep(SETTLING)
        lines = watched(screen.driver, devtools, seconds / 4)
        screen.press("Bars")
        time.sleep(SETTLING)
        bars = watched(screen.driver, devtools, seconds / 4)
        samples = list(held(devtools, seconds / 2))
    finally:
        devtools.close()
    return bars | {
        "longest_lines": lines["longest"], "ran_lines": lines["ran"], "swept": max(lines["swept"], bars["swept"]), "over": lines["over"] + bars["over"],
        "held": samples[-1][1], "growth": per_ten_minutes(samples, 1), "held_worker": samples[-1][2], "growth_worker": per_ten_minutes(samples, 2)}


def watched(driver, devtools, seconds):
    """The longest task by both ways of looking, and tasks over 16 ms."""
    driver.set_script_timeout(TICKING + 60)
    end, ticks, tasks = time.monotonic() + seconds, [], []
    while not ticks or time.monotonic() < end:
        ticks.append(driver.execute_async_script(DISTANCES, TICKING))
        tasks += devtools.tasks(TRACING)
    return {
        "longest": max(longest for longest, _ in ticks), "over": sum(over for _, over in ticks),
        "ran": max(ran - swept for _, ran, swept in tasks), "swept": max(swept for _, _, swept in tasks)}


def held(devtools, seconds):
    """Samples: seconds, MiB of the page, MiB of its worker."""
    began = time.monotonic()
    while True:
        now = time.monotonic() - began
        yield now, devtools.memory("page"), devtools.memory("shared_worker")
        if now >= seconds:
            return
        time.sleep(min(SAMPLING, seconds))


def per_ten_minutes(samples, column):
    """
    The slope of the line that lies nearest to all samples: one of them may always stand out. A part of it need not be waste: of 5,000 guests, Pulse
    asks a few every second for their details, and for most of an hour the estate as it is told grows by about 0.3 MiB in ten minutes.
    """
    if len(samples) < 3:
        return 0.0
    slope, _ = statistics.linear_regression([one[0] for one in samples], [one[column] for one in samples])
    return slope * 600


def empty(driver, seconds):
    """What the machine alone does to the distance of two ticks, all programs still running."""
    driver.switch_to.new_window("tab")
    driver.get("about:blank")
    driver.set_script_timeout(seconds + 60)
    longest, _ = driver.execute_async_script(DISTANCES, seconds)
    return {"empty": longest}


def rows(large, small, seconds):
    """Name, repetitions, figure, baseline, unit, budget."""
    def row(name, n, figure, unit, budget=None):
        return name, n, large[figure], small[figure], unit, budget

    part, half = f"{seconds / 4:.0f} s", f"{seconds / 2:.0f} s"
    long_enough = seconds / 2 >= LONG_ENOUGH * 60
    growth = [
        row("    page, growth in 10 minutes of updates", half, "growth", "MiB", 1),
        row("    worker, growth in 10 minutes of updates", half, "growth_worker", "MiB", 1),
    ]
    return [
        row("page, 5,000 rows: first rows", TIMES, "first", "s", 1.0),
        row("  filter, from the key to the frame", TIMES, "filter", "ms", 50),
        row("  longest distance of two ticks while updating", part, "longest", "ms"),
        row("    with sparklines", part, "longest_lines", "ms"),
        row("    of an empty page, by the machine alone", f"{min(seconds, 60):.0f} s", "empty", "ms"),
        row("  longest task, time it ran without sweeping", part, "ran", "ms", FRAME),
        row("    with sparklines, the same", part, "ran_lines", "ms", FRAME),
        row("    longest sweep of the collectors, ran", half, "swept", "ms"),
        row("  distances over 16 ms while updating", half, "over", ""),
        row("  memory of the page", 1, "held", "MiB"),
        row("  memory of its worker", 1, "held_worker", "MiB"),
        *(growth if long_enough else []),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=2)
    seconds = parser.parse_args().minutes * 60
    programs.KINDS[:] = ["release"]
    with tempfile.TemporaryDirectory() as folder:
        small = measured(Path(folder) / "small", SMALL_NODES, SMALL_GUESTS, min(seconds, 60))
        large = measured(Path(folder) / "large", NODES, GUESTS, seconds)
    kept = True
    for name, n, figure, baseline, unit, budget in rows(large, small, seconds):
        verdict = "" if budget is None else "kept" if figure < budget else "broken"
        kept = kept and verdict != "broken"
        limit = "-" if budget is None else f"< {budget:g} {unit}"
        ratio = f"{figure / baseline:.2g}" if baseline > 0 else "-"
        print(f"{name:<49} {n!s:<5} {figure:.3g} {unit:<8} {limit:<10} {baseline:.3g} {unit} (50 rows)  {ratio}  {verdict}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
