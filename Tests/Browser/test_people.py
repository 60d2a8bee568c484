"""Settings > Users, Roles and API tokens: what an administrator does, and what others see of it."""

import http.client

import pytest
from programs import USER, Server
from selenium.webdriver.common.keys import Keys

OTHER = "another horse staple"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    one = Server(tmp_path_factory.mktemp("server"))
    try:
        one.client = one.sign_in()
        yield one
    finally:
        one.end()


@pytest.fixture
def administrator(server, screens):
    screen = screens(server)
    # A session of its own, for some tests sign out.
    screen.sign_in(server.sign_in())
    return screen


def add_user(server, name, *roles):
    """A user made beside the page, unless a test before has made it."""
    if name not in [one["name"] for one in server.client.call("GET", "users")["users"]]:
        server.client.call("POST", "users", {"name": name, "password": OTHER, "roles": list(roles)})


def sign_in(screen, name, password=OTHER):
    screen.open()
    screen.fill("User name", name)
    screen.fill("Password", password)
    screen.press("Sign in")


def by_token(server, token, path):
    """The status with which a program with this token is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    try:
        connection.request("GET", f"/api/{path}", headers={"Authorization": f"Bearer {token}"})
        return connection.getresponse().status
    finally:
        connection.close()


def check(screen, label):
    """Ticks a box by its words."""
    screen.until(lambda: screen.run("""const label = [...document.querySelectorAll('label.check')].find((one) => one.checkVisibility() && one.innerText.trim().startsWith(arguments[0]));
        label?.querySelector('input').click(); return Boolean(label)""", label), f"the box ‘{label}’")


def test_a_user_is_added_and_sees_only_what_the_role_opens(administrator, server, screens):
    screen = administrator
    screen.open("?page=settings&section=users")
    screen.press("Add a user")
    screen.press("Add a user", ".narrow-form")
    screen.says("Enter a user name.")
    screen.says("Choose at least one role.")
    screen.fill("User name", "viola")
    screen.fill("Password", OTHER)
    check(screen, "Viewer")
    screen.press("Add a user", ".narrow-form")
    screen.says("viola was added.")
    screen.see("tr[data-id=viola]", "Viewer")
    screen.press("Sign out")

    sign_in(screen, "viola")
    screen.see("nav.navigation")
    assert "Security" not in screen.text("nav.navigation")
    screen.open("?page=settings")
    screen.see(".settings nav", "Account")
    assert not any(word in screen.text(".settings nav") for word in ("Users", "Sources", "Pulse Pro", "Viewer links"))
    # Who follows a link there is told why there is nothing.
    screen.open("?page=settings&section=users")
    screen.says("Managing users needs users:manage, which your role lacks.")
    screen.open("?page=security")
    screen.says("Your role may not read the audit log.")


def test_a_user_is_changed_signed_out_and_removed_by_name(administrator, server, screens):
    add_user(server, "otto", "viewer")
    screen = administrator
    screen.open("?page=settings&section=users")
    screen.press("Edit otto")
    check(screen, "Operator")
    screen.press("Save")
    screen.says("otto was saved.")
    screen.see("tr[data-id=otto]", "Operator")
    screen.press("Edit otto")
    check(screen, "May not sign in")
    screen.press("Save")
    screen.see("tr[data-id=otto]", "disabled")
    row = "tr[data-id=otto] + tr"
    screen.press("Sign out everywhere", row)
    screen.says("otto is signed out everywhere.")
    screen.press("Remove", row)
    assert not screen.button("Remove otto", "dialog[open]").is_enabled()
    screen.fill("Type otto to confirm", "otto")
    screen.press("Remove otto", "dialog[open]")
    screen.says("otto was removed.")
    screen.gone("tr[data-id=otto]")


def test_the_last_administrator_stays_one_and_the_page_says_why(administrator):
    screen = administrator
    screen.open("?page=settings&section=users")
    screen.press(f"Edit {USER}")
    check(screen, "Administrator")
    check(screen, "Viewer")
    screen.press("Save")
    assert "administrator" in screen.see(".problem").text


def test_a_role_of_ones_own_limits_to_a_part_of_the_estate(administrator, server):
    screen = administrator
    screen.open("?page=settings&section=roles")
    screen.see("article", "Administrator")
    screen.press("Add a role")
    screen.press("Add a role", ".narrow-form")
    screen.says("Choose at least one permission.")
    screen.fill("Name", "Lab watch")
    check(screen, "See the estate")
    screen.fill("Sources", "lab")
    screen.press("Add a role", ".narrow-form")
    screen.says("Lab watch was added.")
    assert "Sources: lab" in screen.see("article[aria-label='Lab watch']").text
    screen.press("Remove", "article[aria-label='Lab watch']")
    screen.press("Remove Lab watch", "dialog[open]")
    screen.gone("article[aria-label='Lab watch']")


def test_a_token_is_shown_once_rotated_and_revoked(administrator, server):
    screen = administrator
    screen.open("?page=settings&section=tokens")
    screen.press("Make a token")
    screen.press("Make the token")
    screen.says("Choose at least one scope.")
    screen.fill("Name", "dashboard")
    check(screen, "See the estate")
    screen.fill("Networks it may be used from", "home")
    screen.press("Make the token")
    screen.says("“home” is no network")
    screen.fill("Networks it may be used from", "127.0.0.0/8")
    screen.press("Make the token")
    token = screen.see(".once code").text
    assert by_token(server, token, "resources?limit=1") == 200
    assert by_token(server, token, "users") == 403
    screen.press("I have kept it")
    screen.gone(".once")
    screen.open("?page=settings&section=tokens")
    screen.see("tr", "dashboard")
    assert token not in screen.run("return document.documentElement.outerHTML")

    row = f"tr[data-id='{next(one['id'] for one in server.client.call('GET', 'security/tokens')['tokens'] if one['name'] == 'dashboard')}'] + tr"
    screen.press("Rotate", row)
    screen.press("End it and make a new one for dashboard", "dialog[open]")
    renewed = screen.see(".once code").text
    assert (by_token(server, token, "resources?limit=1"), by_token(server, renewed, "resources?limit=1")) == (401, 200)
    # The row has the id of the new one.
    screen.press("Revoke", f"tr[data-id='{next(one['id'] for one in server.client.call('GET', 'security/tokens')['tokens'] if one['name'] == 'dashboard')}'] + tr")
    screen.press("Revoke dashboard", "dialog[open]")
    screen.says("dashboard was revoked.")
    assert by_token(server, renewed, "resources?limit=1") == 401


def test_who_may_only_look_changes_no_name_and_no_source(server, screens):
    add_user(server, "vera", "auditor")
    screen = screens(server)
    sign_in(screen, "vera")
    screen.see("nav.navigation")
    screen.open("?page=settings")
    screen.says("Changing this needs settings:write, which your role lacks.")
    assert "Add a source" not in screen.text("main")
    screen.open("?page=settings&section=tokens")
    screen.says("Making and revoking tokens needs settings:write or users:manage")
    # Nor do the keys lead there.
    screen.keys(Keys.CONTROL + "k")
    screen.see(".palette input")
    screen.keys("add")
    assert "Add a" not in screen.text(".palette ul")
