"""Signing in at a real OpenID provider: chromium goes from Pulse to the provider's page and back."""

import json
import urllib.request

import pytest
from passkeys import in_page
from programs import Client, Server, free_port, until
from provider import PERSON, SECRET, Provider


class Ways:
    """Pulse, the provider, and the settings between them."""

    def __init__(self, programs, **options):
        # The provider is told where the browser comes back to before Pulse runs.
        port = free_port()
        self.provider = programs(Provider, f"http://localhost:{port}/api/oidc/callback", **options)
        self.server = programs(Server, port=port)
        self.url, self.client = f"http://localhost:{port}/", self.server.sign_in()
        self.settings = {
            "enabled": True, "name": "House", "issuer": self.provider.issuer, "clientId": "pulse", "clientSecret": SECRET,
            "roleMapping": [{"group": "pulse-admins", "role": "operator"}]}

    def keep(self, **change):
        return self.client.call("PUT", "config/oidc", {**self.settings, **change})

    def sign_in(self):
        return self.client


@pytest.fixture
def ways(programs):
    return Ways(programs)


@pytest.fixture
def screen_at(screens):
    def open_one(ways):
        screen = screens(ways)
        # The provider's pages ask other machines for their styles.
        screen.driver.execute_cdp_cmd("Network.enable", {})
        screen.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["https://*"]})
        return screen

    return open_one


def go(screen, ways, target="/"):
    screen.driver.get(f"{ways.url}api/oidc/login?returnTo={target}")


def session(screen):
    return in_page(screen.driver, "return await (await fetch('api/session')).json()")


def test_a_person_of_the_provider_comes_back_signed_in_where_they_wanted_to_go(ways, screen_at):
    ways.keep()
    screen = screen_at(ways)
    go(screen, ways, "/%3Fpage%3Dsettings")
    ways.provider.sign_in(screen)
    screen.see("nav.navigation")
    screen.until(lambda: screen.address == "?page=settings", "the address that was asked for")
    me = session(screen)
    assert (me["user"], me["method"], me["roles"]) == (PERSON, "oidc", ["operator"])
    user = next(one for one in ways.client.call("GET", "users")["users"] if one["name"] == PERSON)
    assert user["origin"] == "oidc" and user["lastSignInAt"]


def test_the_provider_may_change_its_keys_while_pulse_runs(ways, screen_at):
    ways.keep()
    screen = screen_at(ways)
    go(screen, ways)
    ways.provider.sign_in(screen)
    screen.see("nav.navigation")
    before = ways.provider.keys()
    urllib.request.urlopen(urllib.request.Request(f"{ways.provider.issuer}/api/keys/rotate", b"", method="POST")).read()
    until(lambda: ways.provider.keys() != before, "new keys are published")
    # Unknown keys are asked for once a minute at most; saving the settings begins anew.
    ways.keep()
    screen.driver.delete_all_cookies()
    go(screen, ways)
    ways.provider.sign_in(screen)
    screen.see("nav.navigation")
    assert session(screen)["user"] == PERSON


def test_who_has_no_role_is_sent_back_with_the_reason(ways, screen_at):
    ways.keep(roleMapping=[{"group": "others", "role": "operator"}])
    screen = screen_at(ways)
    go(screen, ways)
    ways.provider.sign_in(screen)
    screen.until(lambda: screen.address == "?sign-in-error=oidc_not_allowed", "the reason in the address")
    assert PERSON not in [one["name"] for one in ways.client.call("GET", "users")["users"]]
    log = ways.server.log.read_text() + ways.server.out.read_text()
    assert "oidc_login" in log and "None of the groups gives a role" in log


def test_a_trial_shows_the_claims_and_keeps_nothing(ways, screen_at):
    screen = screen_at(ways)
    screen.sign_in(ways.client)
    draft = {**ways.settings, "enabled": False, "defaultRole": "viewer", "roleMapping": []}
    asked = in_page(screen.driver, "return await call('POST', 'config/oidc/preview', JSON.parse(arguments[0]))", json.dumps(draft))
    assert asked["status"] == 200, asked
    assert in_page(screen.driver, "return await call('GET', 'config/oidc/preview')")["status"] == 404
    screen.driver.get(asked["body"]["url"])
    ways.provider.sign_in(screen)
    screen.says("Close this window")
    screen.open()
    result = in_page(screen.driver, "return await call('GET', 'config/oidc/preview')")["body"]
    assert result["allowed"] and result["user"] == PERSON and result["roles"] == ["viewer"], result
    assert "pulse-admins" in result["claims"]["groups"] and result["claims"]["email"] == "kim@example.org"
    assert [one["name"] for one in ways.client.call("GET", "users")["users"]] == ["admin"]
    assert not ways.client.call("GET", "config/oidc")["enabled"]


def test_a_test_of_the_settings_says_what_the_provider_says(ways):
    report = ways.client.call("POST", "config/oidc/test", ways.settings)
    assert report["problems"] == [] and report["keys"] >= 1 and report["tokenEndpoint"].startswith(ways.provider.issuer)
    wrong = ways.client.call("POST", "config/oidc/test", {**ways.settings, "issuer": ways.provider.issuer + "/"})
    assert "Copy its name exactly" in wrong["problems"][0]


def test_with_local_sign_in_hidden_a_password_is_refused(ways, screen_at):
    ways.keep(hideLocalSignIn=True)
    options = ways.client.call("GET", "sign-in-options")
    assert not options["password"] and options["oidc"] == {"name": "House"}
    with pytest.raises(AssertionError, match="local_sign_in_off"):
        Client(ways.server)
    screen = screen_at(ways)
    go(screen, ways)
    ways.provider.sign_in(screen)
    screen.see("nav.navigation")
