"""Adds up what every runner of scripts/test.sh reported, and ends with "N passed, N failed, N skipped".

A runner that ended badly or reported nothing counts as a failure. Under CI=true so does a skip that Tests/expected-skips.txt does not name.
"""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

STEPS = ["packages", "python", "format", "page", "page_tests", "debug_build", "swift_tests", "release_build", "browser_tests", "package_tests", "container_tests", "systemd_tests"]


@dataclass
class Report:
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def swift_testing(log: str, _: Path) -> Report | None:
    closing = re.findall(r"^. Test run with (\d+) tests? .*?(passed|failed) after", log, re.M)
    if not closing:
        return None
    total = sum(int(count) for count, _ in closing)
    failures = re.findall(r"^. Test (?!run |case )(.+?) (?:with \d+ test cases? )?failed after", log, re.M)
    skipped = re.findall(r"^➜\s+(?:Test|Suite) (.+?) skipped", log, re.M)
    failed = max(len(failures), 1 if any(word == "failed" for _, word in closing) else 0)
    return Report(total - min(failed, total), failed, [name.strip('"') for name in skipped], failures)


def stopped(log: str) -> list[str]:
    """What the log says about a run that had to be stopped: the tests that were over their time limit, and where the threads stood."""
    late = re.findall(r"^. Test (.+?) recorded an issue.*Time limit was exceeded", log, re.M)
    lines = re.findall(r"^(?:STOPPED|STACK) .+", log, re.M)
    return [f"over its time limit: {name}" for name in dict.fromkeys(late)] + lines[:16] if lines else []


def node(log: str, _: Path) -> Report | None:
    counts = {word: int(count) for word, count in re.findall(r"^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)", log, re.M)}
    if "pass" not in counts:
        return None
    skipped = re.findall(r"^\s*(?:ok \d+ -|﹣) (.+?) # SKIP", log, re.M)
    unnamed = counts.get("skipped", 0) + counts.get("todo", 0) - len(skipped)
    failures = re.findall(r"^\s*(?:not ok \d+ -|✖) (.+)", log, re.M)
    return Report(counts["pass"], counts.get("fail", 0) + counts.get("cancelled", 0), skipped + ["a test of the page"] * max(unnamed, 0), failures)


def pytest(_: str, folder: Path) -> Report | None:
    path = folder / "browser_tests.xml"
    if not path.exists():
        return None
    report = Report()
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            report.failed += 1
            report.failures.append(name)
        elif case.find("skipped") is not None:
            report.skipped.append(name)
        else:
            report.passed += 1
    return report


def package(log: str, _: Path) -> Report | None:
    closing = re.search(r"^(\d+) passed, (\d+) failed", log, re.M)
    if not closing:
        return None
    skipped = re.findall(r"^skip - (.+?):", log, re.M)
    return Report(int(closing[1]), int(closing[2]), skipped, re.findall(r"^not ok - (.+)", log, re.M))


READERS = {"page_tests": node, "swift_tests": swift_testing, "browser_tests": pytest, "package_tests": package, "container_tests": package, "systemd_tests": package}


def expected_skips() -> set[str]:
    lines = Path("Tests/expected-skips.txt").read_text().splitlines()
    return {line.rpartition("|")[0].strip() for line in lines if line.strip() and not line.startswith("#")}


def read_step(folder: Path, name: str) -> tuple[Report, int] | None:
    status = folder / f"{name}.status"
    if not status.exists():
        return None
    code, seconds = map(int, status.read_text().split())
    reader = READERS.get(name)
    log = (folder / f"{name}.log").read_text(errors="replace")
    report = reader(log, folder) if reader else Report()
    if report is None or (reader and report.passed + report.failed == 0):
        report = Report(failed=1, failures=[f"{name} reported no test, exit code {code}"])
    elif code != 0 and report.failed == 0:
        report.failed = 1
        report.failures.append(f"{name} ended with exit code {code}")
    report.failures += stopped(log)
    return report, seconds


def main() -> int:
    folder = Path(sys.argv[1])
    expected = expected_skips() if os.environ.get("CI") == "true" else None
    total = Report()
    print(f"\n{'':16}{'passed':>8}{'failed':>8}{'skipped':>8}{'seconds':>9}")
    for name in STEPS:
        step = read_step(folder, name)
        if step is None:
            continue
        report, seconds = step
        for skip in report.skipped:
            if expected is not None and skip not in expected:
                report.failed += 1
                report.failures.append(f"skipped, and not in Tests/expected-skips.txt: {skip}")
        print(f"{name:16}{report.passed:>8}{report.failed:>8}{len(report.skipped):>8}{seconds:>9}")
        total.passed += report.passed
        total.failed += report.failed
        total.skipped += report.skipped
        total.failures += [f"{name}: {failure}" for failure in report.failures]
    for failure in total.failures:
        print(f"FAILED {failure}")
    print(f"\n{total.passed} passed, {total.failed} failed, {len(total.skipped)} skipped")
    return 1 if total.failed or total.passed == 0 else 0


sys.exit(main())
