"""Settings > Sources: what a person sees who types something wrong, and what becomes of a source."""

import http.server
import threading

import pytest
from programs import apart, free_port


def open_form(screen, address, token_id, secret):
    screen.open("?page=settings&section=sources&form=add")
    screen.fill("Address of one node", address)
    screen.fill("Token id", token_id)
    screen.fill("Token secret", secret)
    screen.press("Test the connection")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A server without sources, and a cluster that could be one."""
    with apart(tmp_path_factory) as server:
        yield server


@pytest.fixture
def form(empty, screens):
    screen = screens(empty)
    screen.sign_in(empty.client)
    return screen


def explained(screen):
    """The problem that is shown, which is a sentence and a next step."""
    lines = [line for line in screen.see(".problem").text.split("\n") if line]
    assert len(lines) == 2 and all(line.endswith(".") for line in lines), lines
    screen.see("input[name=address]")
    return " ".join(lines)


def test_a_wrong_token_is_named_as_such(form, empty):
    node = empty.estate.cluster["nodes"][0]
    open_form(form, node["url"], "pulse@pve!monitor", "00000000-0000-0000-0000-000000000000")
    form.press("It is the same: trust this certificate")
    assert "token" in explained(form)


def test_an_expired_token_is_named_as_such(form, empty):
    node, token = empty.estate.cluster["nodes"][0], empty.estate.cluster["expired"]
    open_form(form, node["url"], token["id"], token["secret"])
    form.press("It is the same: trust this certificate")
    assert "token" in explained(form)


def test_a_missing_privilege_is_named_with_what_it_hides_and_the_command_that_gives_it(form, empty):
    node, token = empty.estate.cluster["nodes"][0], empty.estate.cluster["limited"]
    open_form(form, node["url"], token["id"], token["secret"])
    form.press("It is the same: trust this certificate")
    form.says("Missing privileges")
    form.says("Without it:")
    form.says("pveum ")


@pytest.mark.parametrize("address", ["", "two words", "http://10.0.0.5:8006"])
def test_what_is_no_address_is_refused_before_anything_is_asked(form, address):
    open_form(form, address, "pulse@pve!monitor", "secret")
    form.see(".mistake")
    assert not form.all(".steps")


def test_an_address_where_nothing_listens_gets_a_sentence(form):
    open_form(form, f"https://127.0.0.1:{free_port()}", "pulse@pve!monitor", "secret")
    explained(form)


def test_a_name_that_does_not_exist_gets_a_sentence(form):
    open_form(form, "https://no-such-host.invalid:8006", "pulse@pve!monitor", "secret")
    explained(form)


def test_a_server_without_tls_gets_a_sentence(form, empty):
    plain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    try:
        open_form(form, f"https://127.0.0.1:{plain.server_port}", "pulse@pve!monitor", "secret")
        explained(form)
    finally:
        plain.shutdown()
        plain.server_close()


def test_a_source_is_tested_renamed_and_removed_by_name(form, empty):
    empty.client.add(empty.estate)
    form.open("?page=settings&section=sources")
    form.see(".card", "harbour")
    form.press("Test now")
    form.says("Found: harbour, 2 nodes")
    form.press("Details")
    form.see(".endpoints", "pve2")

    form.press("Edit")
    form.fill("Name", "Harbour, east side")
    form.press("Save changes")
    form.says("Harbour, east side was changed.")
    form.press("Overview")
    form.see(".source-chip", "Harbour, east side")

    form.open("?page=settings&section=sources")
    form.press("Remove", within=".card")
    form.see("dialog", "Remove Harbour, east side?")
    form.press("Remove Harbour, east side", within="dialog")
    form.says("Harbour, east side was removed.")
    form.press("Overview")
    form.says("Your clusters will be here")
    form.gone(".table-body .tr")
