"""The examples of docs/install.md for reverse proxies, as they stand there, in front of a running Pulse: only ports, names and certificates are changed."""

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import time

import pytest
from programs import PASSWORD, ROOT, USER, Estate, Program, Server, free_port, until

DOCUMENT = (ROOT / "docs" / "install.md").read_text()
NGINX = """daemon off; pid {directory}/nginx.pid; error_log stderr; worker_processes 1; events {{}}
http {{
    access_log off; client_body_temp_path {directory}/b; proxy_temp_path {directory}/p; fastcgi_temp_path {directory}/f;
    uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;
    {servers}
}}
"""


def examples(language):
    """Host name of its own, sub-path: in this order in the document."""
    found = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.S)
    assert len(found) == 2, f"docs/install.md has {len(found)} examples for {language}"
    return found


def certificate(directory):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", directory / "key.pem",
         "-out", directory / "certificate.pem"], check=True, capture_output=True)


class Proxy(Program):
    """nginx or Caddy before a server, by the example of the document."""

    def __init__(self, directory, name, server, below):
        self.server, self.port, self.path, self.secure = server, free_port(), "/pulse/" if below else "/", name == "nginx" and not below
        example = examples("nginx" if name == "nginx" else "caddyfile")[below].replace("127.0.0.1:7655", f"127.0.0.1:{server.port}")
        super().__init__(name, self.nginx(directory, example, below) if name == "nginx" else self.caddy(directory, example), directory, {
            "XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)})
        self.url = f"http{'s' if self.secure else ''}://localhost:{self.port}{self.path}"
        until(lambda: self.process.poll() is not None or self.reachable(), f"{name} listens", pause=0.1)
        assert self.process.poll() is None, self.log.read_text()

    def nginx(self, directory, example, below):
        if below:
            example = f"server {{ listen 127.0.0.1:{self.port};\n{example}}}"
        else:
            certificate(directory)
            example = example.replace("listen 443", f"listen 127.0.0.1:{self.port}").replace("/etc/ssl/pulse", str(directory))
        (directory / "nginx.conf").write_text(NGINX.format(directory=directory, servers=example))
        # The workers are of another user, who has to enter the folder of the test.
        return ["nginx", "-p", directory, "-g", "user root;" if os.geteuid() == 0 else "", "-c", directory / "nginx.conf"]

    def caddy(self, directory, example):
        name = re.search(r"^(\S+) \{", example, re.M)[1]
        example = example.replace(name, f"http://localhost:{self.port}", 1)
        (directory / "Caddyfile").write_text("{\n    admin off\n    auto_https off\n    grace_period 1s\n}\n" + example)
        return ["caddy", "run", "--adapter", "caddyfile", "--config", directory / "Caddyfile"]

    def sign_in(self):
        return self.server.sign_in()

    def connection(self):
        if not self.secure:
            return http.client.HTTPConnection("localhost", self.port, timeout=20)
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection("localhost", self.port, timeout=20, context=trusting)

    def reachable(self):
        try:
            return self.ask("GET", "api/health")[0] == 200
        except OSError:
            return False

    def ask(self, method, path, body=None, headers=None):
        connection = self.connection()
        try:
            connection.request(method, self.path + path, json.dumps(body) if body else None, {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def proxied(programs, name, below):
    if not shutil.which(name):
        sentence = f"{name} is missing; 'scripts/packages.sh test' installs it."
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    server = programs(Server, PULSE_TRUSTED_PROXY_CIDRS="127.0.0.1,::1")
    return programs(Proxy, name, server, below)


@pytest.mark.parametrize("below", [False, True], ids=["host", "sub-path"])
@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_example_passes_on_what_pulse_needs(programs, name, below):
    proxy = proxied(programs, name, below)
    status, headers, body = proxy.ask("POST", "api/login", {"username": USER, "password": PASSWORD})
    assert status == 200, body
    cookie = headers["Set-Cookie"]
    assert ("; Secure" in cookie) == proxy.secure and "HttpOnly" in cookie
    if name == "nginx":
        # Wrong passwords are counted and recorded by client, because the proxy is believed. Caddy believes nobody what it did not see.
        assert proxy.ask("POST", "api/login", {"username": USER, "password": "wrong"}, {"X-Forwarded-For": "203.0.113.9"})[0] == 401
        until(lambda: "address=203.0.113.9" in proxy.server.log.read_text() + proxy.server.out.read_text(), "the client's address is recorded")
    connection = proxy.connection()
    connection.request("GET", proxy.path + "api/events", headers={"Cookie": cookie.split(";")[0]})
    stream, began = connection.getresponse(), time.monotonic()
    assert stream.status == 200 and stream.headers["Content-Type"].startswith("text/event-stream")
    lines = [stream.fp.readline() for _ in range(12)]
    assert any(line.strip() for line in lines) and time.monotonic() - began < 15, lines
    connection.close()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_the_page_lives_below_a_sub_path(programs, screens, name):
    proxy = proxied(programs, name, True)
    estate = programs(Estate, nodes=2, guests=4)
    proxy.sign_in().add(estate)
    assert proxy.ask("GET", "../pulse")[1]["Location"].endswith("/pulse/")
    screen = screens(proxy)
    screen.sign_in()
    screen.see(".table-body .tr", "pve2")
    estate.order("node-down", node="pve2", how="power-off")
    screen.says("offline")
