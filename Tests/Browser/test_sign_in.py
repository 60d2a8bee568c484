"""One's own account, and every way to sign in that needs no other program: password, codes, recovery codes, passkeys, links."""

import base64
import hmac
import struct
import time

import pytest
from programs import PASSWORD, USER, Server

NEW = "entirely new words"


@pytest.fixture
def own(programs, screens):
    """A server of its own, and its page at `localhost`, where passkeys are possible."""
    server = programs(Server, host=True)
    server.url = server.url.replace("127.0.0.1", "localhost")
    return server, screens(server)


def sign_in(screen, password=PASSWORD):
    screen.open()
    screen.fill("User name", USER)
    screen.fill("Password", password)
    screen.press("Sign in")


def code_of(secret, at=None):
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int((at or time.time()) // 30)), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def fresh_code(secret, used_at):
    """Each code opens once. An app whose clock is half a minute ahead shows the next one already."""
    return code_of(secret, used_at + 30)


def test_ones_own_password_is_changed_and_the_old_one_opens_nothing(own):
    _, screen = own
    sign_in(screen)
    screen.see("nav.navigation")
    screen.open("?page=settings&section=account")
    screen.press("Change password")
    screen.says("Enter the present password.")
    for label, value in (("Present password", "not this one"), ("New password", NEW), ("New password again", NEW)):
        screen.fill(label, value)
    screen.press("Change password")
    screen.see(".problem", "password")
    screen.fill("Present password", PASSWORD)
    screen.press("Change password")
    screen.says("Your password was changed.")
    screen.press("Sign out")
    sign_in(screen)
    screen.see(".problem")
    sign_in(screen, NEW)
    screen.see("nav.navigation")


def test_codes_of_an_app_are_asked_for_after_the_password_and_recovery_codes_replace_them(own):
    _, screen = own
    sign_in(screen)
    screen.see("nav.navigation")
    screen.open("?page=settings&section=account")
    screen.press("Set up")
    screen.see(".qr")
    secret = screen.see("form .command code").text
    screen.fill("Code the app shows now", "12")
    screen.press("Switch on")
    screen.says("Six digits.")
    used_at = time.time()
    screen.fill("Code the app shows now", code_of(secret, used_at))
    screen.press("Switch on")
    recovery = screen.see(".once code").text.split()
    assert len(recovery) >= 8
    screen.press("I have kept it")
    screen.says(f"{len(recovery)} recovery codes are left.")
    screen.press("Sign out")

    sign_in(screen)
    screen.says("Now the code of your authenticator app.")
    screen.fill("Code", "000000")
    screen.press("Sign in")
    screen.see(".problem")
    screen.fill("Code", fresh_code(secret, used_at))
    screen.press("Sign in")
    screen.see("nav.navigation")
    screen.press("Sign out")
    sign_in(screen)
    screen.says("Second step")
    screen.fill("Code", recovery[0])
    screen.press("Sign in")
    screen.see("nav.navigation")
    screen.open("?page=settings&section=account")
    screen.says(f"{len(recovery) - 1} recovery codes are left.")


def test_a_passkey_is_added_opens_the_page_and_is_removed(own):
    _, screen = own
    screen.driver.execute_cdp_cmd("WebAuthn.enable", {})
    device = screen.driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True}})["authenticatorId"]
    try:
        sign_in(screen)
        screen.see("nav.navigation")
        screen.open("?page=settings&section=account")
        screen.press("Add a passkey")
        screen.says("Enter a name.")
        screen.fill("Name", "Laptop")
        screen.press("Add a passkey")
        screen.says("Laptop was added.")
        screen.press("Sign out")
        screen.press("Sign in with a passkey")
        screen.see("nav.navigation")
        screen.open("?page=settings&section=account")
        screen.says("passkey", "main .facts")
        screen.press("Remove")
        screen.press("Remove Laptop", "dialog[open]")
        screen.says("Laptop was removed.")
        screen.press("Sign out")
        # The device still has the key; the server does not know it any more.
        screen.press("Sign in with a passkey")
        screen.see(".problem")
    finally:
        screen.driver.execute_cdp_cmd("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
        screen.driver.execute_cdp_cmd("WebAuthn.disable", {})


def test_where_the_page_is_at_a_number_it_says_why_there_are_no_passkeys(screen):
    screen.open("?page=settings&section=account")
    screen.says("Passkeys belong to a name, and this page is at a number.")


def test_a_viewer_link_opens_the_page_reading_only_until_it_is_removed(own):
    server, screen = own
    sign_in(screen)
    screen.see("nav.navigation")
    screen.open("?page=settings&section=links")
    screen.press("Make a link")
    screen.fill("Name", "Wall")
    screen.fill("Ends in days", "0")
    screen.press("Make the link")
    screen.says("Between 1 and 365.")
    screen.fill("Ends in days", "7")
    screen.press("Make the link")
    address = screen.see(".once code").text
    assert address.startswith(server.url + "#link=")

    screen.press("I have kept it")
    screen.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    screen.driver.get("about:blank")
    screen.driver.get(address)
    screen.see(".table-body .tr")
    assert "link=" not in screen.run("return location.href")
    assert "Security" not in screen.text("nav.navigation")
    screen.open("?page=settings")
    screen.see(".settings nav", "Appearance")
    assert "Account" not in screen.text(".settings nav")
    link = next(one for one in server.sign_in().call("GET", "viewer-links")["links"] if one["name"] == "Wall")
    server.sign_in().call("DELETE", f"viewer-links/{link['id']}")
    screen.driver.get("about:blank")
    screen.driver.get(address)
    screen.says("This link does not work any more.")
