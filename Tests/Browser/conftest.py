"""What the tests stand on: a chromium for each, one server with a small cluster for those that only look, and servers of their own for the others."""

import os
import shutil
from pathlib import Path

import pytest
from programs import ROOT, Estate, Relay, Server
from screen import CHROMIUM, DRIVER, Screen, open_chromium

PICTURES = ROOT / ".build" / "test" / "browser"


@pytest.fixture(scope="session", autouse=True)
def chromium_is_there():
    missing = [path for path in (CHROMIUM, DRIVER) if not Path(path).exists()]
    if not missing:
        return
    sentence = f"{' and '.join(missing)} missing; 'scripts/packages.sh test' installs chromium."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture
def programs(tmp_path):
    """Starts programs for one test and ends them after it: `programs(Server, administrator=False)`."""
    started = []

    def start(kind, *arguments, **options):
        directory = tmp_path / f"{len(started)}"
        directory.mkdir()
        started.append(kind(*arguments, **options) if kind is Relay else kind(directory, *arguments, **options))
        return started[-1]

    start.started = started
    yield start
    for one in reversed(started):
        one.end()


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A server that watches this machine and a cluster of 3 nodes and 30 guests; tests may look at it and change preferences, nothing else."""
    estate = server = None
    try:
        estate = Estate(tmp_path_factory.mktemp("estate"), nodes=3, guests=30, seed=7)
        server = Server(tmp_path_factory.mktemp("server"), host=True)
        server.client = server.sign_in()
        server.client.add(estate)
        server.estate = estate
        yield server
    finally:
        for one in (server, estate):
            if one:
                one.end()


@pytest.fixture
def client(shared):
    return shared.client


@pytest.fixture
def screens(request):
    """Opens chromiums, and keeps a picture of each when the test failed."""
    opened = []

    def open_one(server):
        opened.append(Screen(open_chromium(), server))
        return opened[-1]

    yield open_one
    failed = getattr(request.node, "failed", False)
    complaints = []
    for number, screen in enumerate(opened):
        if failed:
            PICTURES.mkdir(parents=True, exist_ok=True)
            screen.picture(PICTURES / f"{request.node.name}-{number}.png")
        # What the page itself answers for; refused requests are part of what is tested.
        complaints += [line for line in screen.complaints() if "Failed to load resource" not in line and "net::ERR_" not in line]
        screen.driver.quit()
    assert failed or not complaints, complaints


@pytest.fixture
def screen(shared, client, screens):
    """The page on the shared server, signed in, with the preferences of a new user."""
    client.call("PUT", "preferences", {})
    screen = screens(shared)
    screen.sign_in(client)
    screen.see(".table-body .tr")
    return screen


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if report.when == "call" and report.failed:
        item.failed = True
        logs = [program.log.read_text(errors="replace")[-2000:] for program in getattr(item.funcargs.get("programs"), "started", []) if hasattr(program, "log")]
        if logs:
            report.sections.append(("Logs of the programs", "\n\n".join(logs)))


def pytest_sessionstart(session):
    shutil.rmtree(PICTURES, ignore_errors=True)
