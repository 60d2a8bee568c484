"""Security > Audit log and Webhooks, and Settings > System, on a server with a licence of our own making."""

import http.server
import threading

import pytest
from programs import Server, until
from selenium.webdriver.common.keys import Keys

PASSPHRASE = "a long enough passphrase"


class Receiver:
    """Somebody else's system: keeps what it is sent, and answers as it is told."""

    def __init__(self):
        self.status, self.bodies = 200, []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
                self.send_response(receiver.status)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/pulse"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, issuer):
    one = Server(tmp_path_factory.mktemp("server"), PULSE_AUDIT_SIGNING_KEY="q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=", PULSE_WEBHOOK_ALLOWED_NETWORKS="127.0.0.0/8", **issuer.settings)
    try:
        one.client = one.sign_in()
        one.client.call("POST", "license/activate", {"license_key": issuer(days=30)})
        yield one
    finally:
        one.end()


@pytest.fixture
def screen(server, screens):
    screen = screens(server)
    screen.sign_in(server.sign_in())
    return screen


def some_events(server, count):
    """Wrong sign-ins would lock us out; a preference is an event as good as any."""
    for number in range(count):
        server.client.call("PUT", "preferences", {"number": number})


def numbers(screen):
    """The numbers of the events on the page of the log, as their buttons say them."""
    return screen.run("""return [...document.querySelectorAll('.col-more button')].map((one) => Number(one.getAttribute('aria-label').replace(/[^0-9]/g, '')))""")


def test_without_a_licence_the_log_says_what_it_is_and_how_to_open_it(programs, screens, issuer):
    server = programs(Server, **issuer.settings)
    screen = screens(server)
    screen.sign_in()
    screen.open("?page=security")
    screen.says("is a part of Pulse Pro")
    screen.says("Last checkpoint")
    screen.press("Go to Pulse Pro")
    screen.says("No licence is active.")


def test_a_licence_is_activated_shown_and_cleared(programs, screens, issuer):
    server = programs(Server, **issuer.settings)
    screen = screens(server)
    screen.sign_in()
    screen.open("?page=settings&section=licence")
    screen.says("No licence is active.")
    screen.see("tr[data-id=audit_logging]", "needs a licence")
    screen.press("Activate")
    screen.says("Paste the licence key.")
    screen.fill("Activate a licence", "not.a.key")
    screen.press("Activate")
    screen.see(".problem")
    screen.fill("Activate a licence", issuer(days=30))
    screen.press("Activate")
    screen.says("The licence is active until")
    screen.says("ops@example.com")
    screen.see("tr[data-id=audit_logging]", "open")
    screen.press("Clear the licence")
    screen.press(screen.see("dialog[open] button.danger").text, "dialog[open]")
    screen.says("No licence is active.")
    screen.see("tr[data-id=audit_logging]", "needs a licence")


def test_events_are_found_by_filters_that_stand_in_the_address(screen, server):
    screen.open("?page=security")
    screen.see(".plain tbody tr", "login")
    screen.fill("Event", "license.activate")
    screen.press("Show")
    screen.until(lambda: all("license.activate" in one.text for one in screen.all(".plain tbody tr:not(.below)")) and screen.all(".plain tbody tr"), "only activations")
    assert "event=license.activate" in screen.address
    screen.driver.refresh()
    screen.see(".plain tbody tr", "license.activate")
    assert "login" not in screen.text(".plain tbody")
    screen.fill("User", "nobody at all")
    screen.press("Show")
    screen.says("No event matches these filters.")
    screen.press("Clear filters")
    screen.see(".plain tbody tr", "login")


def test_pages_of_the_log_lead_to_older_events_and_back(screen, server):
    some_events(server, 150)
    screen.open("?page=security")
    first = screen.until(lambda: len(found := numbers(screen)) == 100 and found, "a full page")
    screen.press("Older")
    older = screen.until(lambda: (found := numbers(screen)) and found[0] < first[-1] and found, "older events")
    assert first == sorted(first, reverse=True) and not set(first) & set(older)
    assert "before=" in screen.address
    screen.driver.refresh()
    screen.until(lambda: numbers(screen) == older, "the same page after a reload")
    screen.press("Newer")
    screen.until(lambda: older[0] < numbers(screen)[-1], "newer events")
    screen.driver.back()
    screen.until(lambda: numbers(screen) == older, "back to the older ones")


def test_an_event_shows_its_seal_and_all_its_fields(screen, server):
    screen.open("?page=security&event=license.activate")
    screen.see(".seal-verified")
    screen.press(screen.see(".col-more button").get_attribute("aria-label"))
    event = server.client.call("GET", "audit?event=license.activate&limit=1")["events"][0]
    shown = screen.see(".event-facts").text
    for value in (event["hash"], event["previousHash"], event["signature"], str(event["sequence"]), event["id"]):
        assert value in shown, f"{value} is missing in {shown}"
    assert f"row={event['id']}" in screen.address


def test_the_whole_log_is_checked_and_the_result_is_named(screen, server):
    screen.open("?page=security")
    screen.press(screen.see("[aria-labelledby=verify] .buttons button").text)
    screen.see(".verdict .state-ok", "Intact:")
    screen.driver.refresh()
    screen.see(".verdict .state-ok", "Intact:")


def test_an_export_has_what_the_filters_choose(screen, server):
    screen.open("?page=security&event=license.activate")
    screen.see(".plain tbody tr", "license.activate")
    for words, marks in (("CSV", "license.activate"), ("JSON", "\"license.activate\"")):
        address = screen.button(words, "[aria-labelledby=export]").get_attribute("href")
        content = screen.driver.execute_async_script("const done = arguments[1]; fetch(arguments[0]).then((answer) => answer.text()).then(done)", address)
        assert marks in content and "preferences" not in content


def test_a_webhook_is_added_tested_paused_and_removed_by_name(screen, server):
    receiver = Receiver()
    try:
        screen.open("?page=security&section=webhooks")
        screen.says("Webhooks will be here")
        screen.press("Add a webhook")
        screen.press("Add a webhook", ".narrow-form")
        screen.says("Enter the address of the receiver.")
        screen.fill("Name", "SIEM")
        screen.fill("Address", receiver.url)
        screen.press("Add a webhook", ".narrow-form")
        secret = screen.see(".once code").text
        screen.press("I have kept it")
        screen.press("Send a test")
        card = "article[aria-label=SIEM]"
        screen.see(f"{card} .test")
        assert secret not in screen.run("return document.documentElement.outerHTML")
        screen.press("Pause", card)
        screen.see(f"{card} .state", "paused")
        screen.press("Go on", card)
        screen.gone(f"{card} .state", "paused")
        screen.press("Remove", card)
        screen.fill("Type SIEM to confirm", "SIEM")
        screen.press("Remove SIEM", "dialog[open]")
        screen.says("SIEM was removed.")
    finally:
        receiver.end()


def test_an_export_is_brought_into_another_pulse_after_a_look_at_what_would_change(programs, screens, tmp_path):
    first, second = programs(Server), programs(Server)
    first.sign_in().call("POST", "security/tokens", {"name": "dashboard", "scopes": ["monitoring:read"]})
    screen = screens(first)
    screen.sign_in()
    screen.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    screen.open("?page=settings&section=transfer")
    screen.press("Make the file")
    screen.says("12 characters are missing")
    screen.fill("Passphrase", PASSPHRASE)
    screen.fill("Passphrase again", PASSPHRASE)
    screen.press("Make the file")
    screen.says("keep it as you keep those")
    file = until(lambda: next(tmp_path.glob("pulse-export-*.txt"), None), "the file was kept")
    assert "dashboard" not in file.read_text()

    screen = screens(second)
    screen.sign_in()
    screen.open("?page=settings&section=transfer")
    screen.press("See what would change")
    screen.says("Choose a file.")
    screen.see("input[type=file]").send_keys(str(file))
    passphrase = screen.see("input[name=import-passphrase]")
    passphrase.send_keys("not the passphrase")
    screen.press("See what would change")
    screen.see("form[aria-label=Import] .problem")
    passphrase.send_keys(Keys.CONTROL, "a")
    passphrase.send_keys(PASSPHRASE)
    screen.press("See what would change")
    screen.see("section[role=status] tr", "dashboard")
    assert not second.sign_in().call("GET", "security/tokens")["tokens"], "a look changes nothing"
    screen.press(screen.see("section[role=status] button.primary").text)
    screen.says("Applied.")
    assert [one["name"] for one in second.sign_in().call("GET", "security/tokens")["tokens"]] == ["dashboard"]
