"""Without a mouse."""

from programs import PASSWORD, Estate, Server
from selenium.webdriver.common.keys import Keys


def tab_to(screen, words, most=60):
    """Presses Tab until the keyboard is at what has these words or this label; it has to be visible there that it is."""
    for _ in range(most):
        screen.keys(Keys.TAB)
        found = screen.run("""const one = document.activeElement;
            return [one.innerText?.trim(), one.getAttribute('aria-label'), one.labels?.[0]?.innerText.trim()].some((said) => said?.startsWith(arguments[0]))""", words)
        if found:
            outline = screen.run("""const style = (one) => getComputedStyle(one).outlineStyle;
                const one = document.activeElement; return style(one) !== 'none' || style(one.parentElement) !== 'none'""")
            assert outline, f"nothing shows that the keyboard is at {words}"
            return
    raise AssertionError(f"Tab does not lead to {words}; it is at {screen.focused()}")


def active(screen):
    return next((row["id"] for row in screen.rows() if row["active"]), None)


def test_everything_from_the_set_up_to_an_open_guest_is_done_by_keyboard(programs, screens):
    estate, server = programs(Estate, nodes=2, guests=6), programs(Server, administrator=False)
    screen = screens(server)
    screen.open()
    screen.see("input[name=code]")
    screen.until(lambda: screen.focused()[0] == "input", "the first field is ready to type in")
    screen.keys(server.setup_code, Keys.TAB, Keys.TAB, PASSWORD, Keys.TAB, PASSWORD, Keys.ENTER)
    screen.see("nav.navigation")

    # The palette leads to the form.
    screen.keys(Keys.CONTROL + "k")
    screen.see(".palette input")
    screen.keys("add a prox")
    screen.see(".palette li", "Add a Proxmox cluster")
    screen.keys(Keys.ENTER)
    node, token = estate.cluster["nodes"][0], estate.cluster["token"]
    screen.see("input[name=address]")
    screen.until(lambda: screen.run("return document.activeElement.name") == "address", "the first field is ready to type in")
    screen.keys(node["url"])
    tab_to(screen, "Token id")
    screen.keys(token["id"])
    tab_to(screen, "Token secret")
    screen.keys(token["secret"], Keys.ENTER)
    screen.says("Is this your server?")
    tab_to(screen, "It is the same")
    screen.keys(Keys.ENTER)
    screen.says("Found: harbour")
    tab_to(screen, "Add this cluster")
    screen.keys(Keys.ENTER)
    screen.says("harbour was added")

    # Along the rows, into one, and back to the same place.
    screen.keys("g", "o")
    screen.until(lambda: screen.count() == 9, "the table")
    screen.keys("j", "j", "j")
    third = screen.until(lambda: active(screen), "a row is active")
    screen.keys("k")
    screen.until(lambda: active(screen) not in (third, None), "the row above is active")
    screen.keys("j", Keys.ENTER)
    screen.see(".drawer")
    assert f"open={third}" in screen.address
    screen.keys(Keys.ESCAPE)
    screen.gone(".drawer")
    assert active(screen) == third
    screen.keys("j")
    screen.until(lambda: active(screen) not in (third, None), "one row further")


def test_filter_palette_help_and_pages_have_their_keys(screen, client):
    guest = client.resources(kind="guest")[0]
    screen.keys("/")
    screen.until(lambda: screen.focused()[3] == "Filter", "the filter is ready to type in")
    screen.keys("node:pve1", Keys.ENTER)
    screen.until(lambda: "node:pve1" in screen.address, "the filter applies")
    screen.until(lambda: "table" in screen.focused()[1], "Enter leads to the rows")
    screen.keys("/", Keys.ESCAPE)
    screen.until(lambda: "node:pve1" not in screen.address, "Esc takes the filter away")
    screen.keys(Keys.ESCAPE)
    screen.until(lambda: screen.focused()[3] != "Filter", "the next Esc leaves the field")

    for letter, page in (("s", "Storage"), ("h", "Hosts"), ("e", "Settings"), ("o", "Overview")):
        screen.keys("g", letter)
        screen.until(lambda: screen.see("[aria-current=page]").text.startswith(page), f"g {letter} leads to {page}")

    screen.keys("?")
    screen.see("dialog.help", "Keyboard shortcuts")
    screen.keys(Keys.ESCAPE)
    screen.gone("dialog.help")

    screen.keys(Keys.CONTROL + "k")
    screen.see(".palette input")
    screen.keys(guest["name"], str(guest["facts"]["vmid"])[:0])
    screen.see(".palette li", guest["name"])
    screen.keys(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    screen.see(".drawer h2", guest["name"])
    # Tab by tab through the drawer.
    tab_to(screen, "Summary")
    screen.keys(Keys.ARROW_RIGHT)
    screen.until(lambda: "tab=" in screen.address, "the arrow opens the next tab")
    screen.keys(Keys.ESCAPE)
    screen.gone(".drawer")


def test_a_group_is_folded_by_the_arrows(screen):
    # This machine may be in more trouble than the cluster, which then is not the first row.
    screen.open("?filter=-kind:host")
    screen.see(".table-body .tr.kind-cluster")
    screen.until(lambda: [row["id"] for row in screen.rows()][:1] == ["cluster:harbour"], "the cluster is the first row")
    everything = screen.count()
    screen.run("document.querySelector('.table').focus()")
    screen.keys(Keys.HOME, Keys.ARROW_LEFT)
    screen.until(lambda: screen.count() < everything, "folded")
    screen.keys(Keys.ARROW_RIGHT)
    screen.until(lambda: screen.count() == everything, "unfolded")
