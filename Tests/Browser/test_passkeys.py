"""Passkeys with chromium's virtual authenticator: the bytes are a browser's, not ours."""

import pytest
from passkeys import REGISTER, SIGN_IN, Authenticator, in_page
from programs import Server


class AtLocalhost:
    """The same server by its name: passkeys are for names."""

    def __init__(self, server):
        self.server, self.url = server, f"http://localhost:{server.port}/"

    def sign_in(self):
        return self.server.sign_in()


@pytest.fixture
def page(programs, screens):
    """A signed-in page at localhost."""
    server = AtLocalhost(programs(Server))
    screen = screens(server)
    screen.sign_in()
    yield screen


@pytest.fixture
def device(page):
    authenticator = Authenticator(page.driver)
    yield authenticator
    authenticator.remove()


def sign_out(screen):
    assert in_page(screen.driver, "return await call('POST', 'logout')")["status"] == 204


def test_a_device_registers_and_signs_in_without_name_and_password(page, device):
    made = in_page(page.driver, REGISTER, "Key ring")
    assert made["status"] == 201, made
    account = in_page(page.driver, "return await call('GET', 'account')")["body"]
    assert account["passkeysPossible"] and [one["name"] for one in account["passkeys"]] == ["Key ring"]
    # The device keeps the credential with its user; the browser refuses a second one on it.
    assert [one["rpId"] for one in device.credentials()] == ["localhost"]
    assert in_page(page.driver, REGISTER, "Again")["refused"] == "InvalidStateError"

    sign_out(page)
    signed_in = in_page(page.driver, SIGN_IN)
    assert signed_in["status"] == 200, signed_in
    assert signed_in["body"]["user"] == "admin" and signed_in["body"]["method"] == "passkey"
    assert in_page(page.driver, "return await call('GET', 'account')")["body"]["passkeys"][0]["lastUsedAt"]
    page.driver.refresh()
    page.see("nav.navigation")


def test_a_copied_device_is_refused_and_the_trail_says_so(page, device):
    assert in_page(page.driver, REGISTER, "Key ring")["status"] == 201
    sign_out(page)
    for _ in range(2):
        assert in_page(page.driver, SIGN_IN)["status"] == 200
        sign_out(page)
    device.copy(device.credentials()[0], signCount=0)
    refused = in_page(page.driver, SIGN_IN)
    assert refused["status"] == 401 and refused["body"]["code"] == "passkey_counter_went_back", refused
    server = page.server.server
    assert "passkey_counter_went_back" in server.log.read_text() + server.out.read_text()


def test_a_removed_passkey_signs_in_no_more(page, device):
    made = in_page(page.driver, REGISTER, "Key ring")["body"]
    assert in_page(page.driver, "return await call('DELETE', 'account/passkeys/' + arguments[0])", made["id"])["status"] == 204
    sign_out(page)
    refused = in_page(page.driver, SIGN_IN)
    assert refused["status"] == 401 and refused["body"]["code"] == "passkey_refused", refused


def test_a_device_that_does_not_check_its_user_is_refused_by_the_browser_already(page):
    device = Authenticator(page.driver, verified=False)
    try:
        assert in_page(page.driver, REGISTER, "Key ring").get("refused") == "NotAllowedError"
    finally:
        device.remove()


def test_at_an_address_the_page_is_told_that_passkeys_are_not_possible(programs, screens):
    screen = screens(programs(Server))
    screen.sign_in()
    assert not in_page(screen.driver, "return await call('GET', 'account')")["body"]["passkeysPossible"]
    assert not in_page(screen.driver, "return await call('GET', 'sign-in-options')")["body"]["passkeys"]
    refused = in_page(screen.driver, REGISTER, "Key ring")
    assert refused["status"] == 409 and "localhost" in refused["body"]["error"], refused
