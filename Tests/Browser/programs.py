"""Starts the programs under test: Pulse itself and the simulated estate it watches. Both listen on loopback, on ports of the kernel's choosing."""

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USER, PASSWORD = "admin", "correct horse battery"
# How long anything may take before it counts as never happening; the machines of continuous integration are small and busy.
PATIENCE = 60.0
# The builds that count. A measurement takes releases only.
KINDS = ["release", "debug"]


def until(question, sentence, patience=PATIENCE, pause=0.05):
    """Asks until the answer is true, and gives it back."""
    end = time.monotonic() + patience
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"Waited {patience:.0f} s in vain for this: {sentence}")
        time.sleep(pause)


def built(name):
    """What was built last, so that nobody tests yesterday's release after a change."""
    found = [path for kind in KINDS if (path := ROOT / ".build" / kind / name).exists()]
    assert found, f"There is no {name} in .build; build it with 'swift build --product {name}'."
    return max(found, key=lambda path: path.stat().st_mtime)


def run_pulse(*arguments):
    """What a command of `pulse` prints."""
    return subprocess.run([built("pulse"), *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


# Nobody gets one of these by chance: they are below those that the kernel gives away, and the last digit is the worker's.
PORTS = iter(random.sample(range(10_000 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10, 32_000, 10), 2_000))


def free_port():
    for port in PORTS:
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Program:
    """A child process whose output goes to files, where a failed test finds it."""

    def __init__(self, name, command, directory, environment=None):
        self.name = name
        self.log, self.out = directory / f"{name}.log", directory / f"{name}.out"
        # A restart goes on in the same files.
        self.read_from = self.out.stat().st_size if self.out.exists() else 0
        with self.out.open("ab") as out, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=out, stderr=log, env={**os.environ, **(environment or {})})

    def said(self):
        return self.out.read_bytes()[self.read_from:].decode(errors="replace")

    def wait_for(self, pattern, sentence):
        def look():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.process.returncode}:\n{self.said()}\n{self.log.read_text(errors='replace')[-3000:]}")
            return re.search(pattern, self.said(), re.MULTILINE)

        return until(look, sentence)

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        """As a machine that loses power does."""
        self.process.kill()
        self.process.wait(10)

    def end(self):
        if self.process.poll() is None:
            self.thaw()
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)


class Server(Program):
    """A running Pulse. With `administrator` it has one from the start; else it waits for its first run."""

    def __init__(self, directory, administrator=True, host=False, port=None, interval="5s", **settings):
        self.directory, self.options = directory, dict(administrator=administrator, host=host, interval=interval, **settings)
        environment = {"PULSE_POLL_INTERVAL": interval, "PULSE_MONITOR_THIS_HOST": "true" if host else "false", "PULSE_LOG_LEVEL": "info", **settings}
        if administrator:
            environment |= {"PULSE_AUTH_USER": USER, "PULSE_AUTH_PASS": PASSWORD}
        self.port = port or free_port()
        program = built("pulse")
        super().__init__("pulse", [program, "serve", "--bind", "127.0.0.1", "--port", self.port, "--data-dir", directory / "data"], directory, environment)
        self.wait_for(r"^  Open http", "Pulse says that it is running")
        self.url = f"http://127.0.0.1:{self.port}/"

    @property
    def setup_code(self):
        return self.wait_for(r"Set-up code[^:]*: (\S+)", "a set-up code is printed")[1]

    def again(self):
        """The next start on the same data and port, as after an update."""
        self.end()
        return Server(self.directory, port=self.port, **self.options)

    def sign_in(self):
        return Client(self)


class Client:
    """A signed-in caller of the API, for what a test has to prepare or to ask beside the page."""

    def __init__(self, server):
        self.server = server
        self.cookie, self.token = None, None
        status, headers, body = self.exchange("POST", "login", {"username": USER, "password": PASSWORD})
        assert status == 200, body
        self.cookie = headers["Set-Cookie"].split(";")[0]
        self.token = json.loads(body)["csrfToken"]

    def exchange(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.cookie:
            headers |= {"Cookie": self.cookie, "X-CSRF-Token": self.token}
        try:
            connection.request(method, f"/api/{path}", json.dumps(body) if body is not None else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def call(self, method, path, body=None):
        status, _, answer = self.exchange(method, path, body)
        assert status < 300, f"{method} /api/{path} answered {status}: {answer}"
        return json.loads(answer) if answer else None

    def resources(self, **query):
        asked = "&".join(f"{name}={value}" for name, value in {"limit": 5000, **query}.items())
        return self.call("GET", f"resources?{asked}")["resources"]

    def add(self, estate, **change):
        """Adds the estate's cluster as a source, confirmed, and waits until its guests are known."""
        cluster = estate.cluster
        self.call("POST", "sources", {
            "address": cluster["nodes"][0]["url"], "fingerprint": cluster["nodes"][0]["fingerprint"],
            "authentication": {"type": "token", "tokenId": cluster["token"]["id"], "tokenSecret": cluster["token"]["secret"]}, **change})
        until(lambda: self.call("GET", "resources?kind=guest&limit=1")["total"] >= cluster["guests"], "all guests are known", pause=0.2)


class Estate(Program):
    """A simulated cluster, and what can be done to it: the names of the faults are those of `pulse-sim faults`."""

    def __init__(self, directory, nodes=3, guests=12, seed=1, **options):
        further = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        command = [built("pulse-sim"), "serve", "--json", "--quick", "--nodes", nodes, "--guests", guests, "--seed", seed, *further]
        super().__init__("pulse-sim", command, directory)
        told = json.loads(self.wait_for(r"^\{.*\}$", "the estate says where it is")[0])
        self.control, self.all = told["control"], told["estate"]
        self.cluster = self.all["clusters"][0]

    def order(self, fault, **fields):
        asked = urllib.request.Request(f"{self.control}/faults", json.dumps({"fault": fault, **fields}).encode(), method="POST")
        try:
            urllib.request.urlopen(asked, timeout=PATIENCE).read()
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{fault} {fields}: {refusal.read().decode()}") from None


class Relay:
    """Stands between browser and server, counts who asks for the event stream, and can be cut like a cable."""

    def __init__(self, server):
        self.server, self.streams, self.asked = server, set(), 0
        self.lock, self.pairs, self.whole = threading.Lock(), set(), True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        threading.Thread(target=self.accept, daemon=True).start()

    def sign_in(self):
        return self.server.sign_in()

    def accept(self):
        while True:
            try:
                browser, _ = self.listener.accept()
            except OSError:
                return
            try:
                if not self.whole:
                    raise OSError
                pair = (browser, socket.create_connection(("127.0.0.1", self.server.port)))
            except OSError:
                browser.close()
                continue
            with self.lock:
                self.pairs.add(pair)
            for one, other, looks in ((pair[0], pair[1], True), (pair[1], pair[0], False)):
                threading.Thread(target=self.carry, args=(pair, one, other, looks), daemon=True).start()

    def carry(self, pair, one, other, looks):
        try:
            while data := one.recv(65536):
                if looks and data.startswith(b"GET /api/events"):
                    with self.lock:
                        self.asked += 1
                        self.streams.add(pair)
                other.sendall(data)
        except OSError:
            pass
        with self.lock:
            self.streams.discard(pair)
            self.pairs.discard(pair)
        for end in pair:
            end.close()

    def open_streams(self):
        with self.lock:
            return len(self.streams)

    def cut(self):
        self.whole = False
        with self.lock:
            pairs = list(self.pairs)
        for pair in pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def mend(self):
        self.whole = True

    def end(self):
        self.cut()
        self.listener.close()


@contextmanager
def apart(directories, **settings):
    """A server without sources, with the settings, and as its `estate` a cluster that could be one; `client` is signed in."""
    server, estate = None, None
    try:
        server = Server(directories.mktemp("server"), **settings)
        estate = Estate(directories.mktemp("estate"), nodes=2, guests=4)
        server.estate, server.client = estate, server.sign_in()
        yield server
    finally:
        for one in (server, estate):
            if one:
                one.end()
