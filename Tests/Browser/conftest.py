"""What the tests stand on: a chromium, one server with a small cluster for those that only look, and servers of their own for the others."""

import os
import re
import shutil
from pathlib import Path

import pytest
from programs import ROOT, Estate, Relay, Server, run_pulse
from screen import CHROMIUM, DRIVER, Screen, open_chromium

PICTURES = ROOT / ".build" / "test" / "browser"
# These look at the shared server for long, so one worker has all of them and the other needs no such server for as long. The past that
# `test_history` reads was recorded while the files before it ran.
ON_THE_SHARED_SERVER = {f"test_{name}.py" for name in ("accessibility", "address", "drawer", "history", "table")}


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    """The key that licences are signed with, and the setting that makes a server believe it."""
    file = tmp_path_factory.mktemp("issuer") / "signing.key"
    public = next(line.split("=", 1)[1] for line in run_pulse("license", "keygen", str(file)).splitlines() if line.startswith("PULSE_LICENSE_PUBLIC_KEY="))

    def issue(**options):
        further = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
        return run_pulse("license", "issue", "--key", str(file), "--email", "ops@example.com", *further).strip().splitlines()[-1]

    issue.settings = {"PULSE_LICENSE_PUBLIC_KEY": public}
    return issue


@pytest.fixture
def client(shared):
    return shared.client


@pytest.fixture(scope="session")
def chromium(chromium_is_there):
    """One chromium for all tests, which get windows of it."""
    driver = open_chromium()
    yield driver
    driver.quit()


@pytest.fixture
def screens(request, chromium):
    """Opens the page of a server in a window of a browser that knows nothing yet; one at a time. Keeps a picture when the test failed."""
    first = chromium.current_window_handle
    chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    opened = []

    def open_one(server):
        chromium.switch_to.new_window("tab")
        opened.append(Screen(chromium, server))
        opened[-1].size(1280)
        return opened[-1]

    yield open_one
    failed = getattr(request.node, "failed", False)
    if failed and opened:
        PICTURES.mkdir(parents=True, exist_ok=True)
        opened[-1].picture(PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name)}.png")
    # What the page itself answers for; refused requests are part of what is tested.
    complaints = [line for line in opened[-1].complaints() if "Failed to load resource" not in line and "net::ERR_" not in line] if opened else []
    for window in chromium.window_handles:
        if window != first:
            chromium.switch_to.window(window)
            chromium.close()
    chromium.switch_to.window(first)
    for screen in opened:
        chromium.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": screen.server.url.rstrip("/"), "storageTypes": "all"})
    assert failed or not complaints, complaints


@pytest.fixture
def page(estate, screens):
    """The page on the server that the tests of a file name `estate`, signed in."""
    screen = screens(estate)
    screen.sign_in(estate)
    return screen


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
    # Once, by whoever hands out the tests: a worker that starts must not take away what another one has kept.
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(PICTURES, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With several workers a file is one worker's, for its tests share servers, and so are the files on the shared server."""
    from xdist.scheduler import LoadFileScheduling

    class ByServer(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "the shared server" if Path(file).name in ON_THE_SHARED_SERVER else file

    return ByServer(config, log)
