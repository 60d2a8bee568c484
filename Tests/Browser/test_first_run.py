"""From an empty data directory to a live table."""

from programs import PASSWORD, Estate, Server


def set_up(screen, code, password=PASSWORD, again=None):
    screen.fill("Set-up code", code)
    screen.fill("User name", "admin")
    screen.fill("Password", password)
    screen.fill("Password again", password if again is None else again)
    screen.press("Create administrator")


def test_first_run_leads_from_the_set_up_code_to_a_live_table(programs, screens):
    estate, server = programs(Estate, nodes=3, guests=12), programs(Server, administrator=False)
    screen = screens(server)
    screen.open()
    screen.says("Welcome to Pulse")
    set_up(screen, server.setup_code)

    # Nothing is watched yet, and the page says what to do about it.
    screen.press("Add a Proxmox cluster")
    node, token = estate.cluster["nodes"][0], estate.cluster["token"]
    screen.fill("Address of one node", node["url"].removeprefix("https://"))
    screen.fill("Token id", token["id"])
    screen.fill("Token secret", token["secret"])
    screen.press("Test the connection")

    # The certificate comes before the token.
    screen.says("Is this your server?")
    assert node["fingerprint"] in screen.text(".certificate").replace("\n", "")
    assert "GET /version" not in screen.text()
    screen.press("It is the same: trust this certificate")
    screen.says("Found: harbour, 3 nodes (pve1, pve2, pve3), 12 guests")
    screen.press("Add this cluster")
    screen.says("harbour was added")
    screen.press("See the Overview")

    screen.until(lambda: screen.count() == 1 + 3 + 12, "cluster, nodes and guests in the table")
    screen.until(lambda: len({row["id"] for row in screen.rows()}) == 16, "a row for each")
    running = screen.until(lambda: next((row for row in screen.rows() if row["cells"]["state"] == "running" and "%" in row["cells"]["cpu"]), None), "a running guest with a CPU figure")
    screen.until(lambda: screen.row(running["id"])["cells"]["cpu"] != running["cells"]["cpu"], "the CPU figure changes while one looks")
    # Who reloads is still signed in and still sees it.
    screen.driver.refresh()
    screen.row(running["id"])


def test_a_wrong_set_up_code_and_unusable_passwords_are_explained_beside_their_fields(programs, screens):
    server = programs(Server, administrator=False)
    screen = screens(server)
    screen.open()
    screen.says("Welcome to Pulse")
    set_up(screen, "", password="short", again="other")
    screen.says("Enter the code from the terminal.")
    screen.says("7 characters are missing")
    screen.says("The two passwords are not the same.")
    set_up(screen, "WRONG-CODE")
    screen.says("This is not the set-up code")
    set_up(screen, server.setup_code)
    screen.see("nav.navigation")


def test_the_empty_overview_shows_this_machine_and_the_one_step_that_fills_it(programs, screens):
    server = programs(Server, host=True)
    screen = screens(server)
    screen.sign_in()
    screen.until(lambda: [row["id"].split(":")[0] for row in screen.rows()] == ["host"], "the machine Pulse runs on")
    screen.says("Your clusters will be here")
    screen.press("Add a Proxmox cluster")
    screen.see("input[name=address]")
    screen.press("Storage")
    screen.says("Storages will be here")


def test_a_wrong_password_is_refused_and_the_right_one_opens_the_page(programs, screens):
    server = programs(Server)
    screen = screens(server)
    screen.open("?page=settings")
    screen.says("Sign in to Pulse")
    for password in ("not the password", PASSWORD):
        screen.fill("User name", "admin")
        screen.fill("Password", password)
        screen.press("Sign in")
        if password != PASSWORD:
            screen.see(".problem", "password")
    screen.see("nav.navigation")
    # The address that was asked for is the one that is shown.
    screen.see("h1", "Settings")
    screen.press("Sign out")
    screen.says("Sign in to Pulse")
    screen.open()
    screen.says("Sign in to Pulse")
