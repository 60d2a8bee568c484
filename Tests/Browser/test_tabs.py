"""Many tabs of one browser."""

from programs import Relay, Server


def test_seven_open_tabs_are_all_live_over_one_event_stream(shared, client, programs, screens):
    relay = programs(Relay, shared)
    screen = screens(relay)
    screen.sign_in(client)
    tabs = [screen.driver.current_window_handle]
    for _ in range(6):
        screen.driver.switch_to.new_window("tab")
        tabs.append(screen.driver.current_window_handle)
        screen.open()
        screen.see("nav.navigation")

    def figures():
        return [row["cells"]["cpu"] for row in screen.rows()]

    before = {}
    for tab in tabs:
        screen.driver.switch_to.window(tab)
        screen.until(lambda: screen.count() == 35 and any("%" in one for one in figures()), "the table is filled")
        before[tab] = figures()
    for tab in tabs:
        screen.driver.switch_to.window(tab)
        screen.until(lambda: figures() != before[tab], "its figures change")
    assert relay.open_streams() == 1

    # The one that began it closes, and the others live on.
    screen.driver.switch_to.window(tabs[0])
    screen.driver.close()
    screen.driver.switch_to.window(tabs[-1])
    now = figures()
    screen.until(lambda: figures() != now, "its figures go on changing")
    assert relay.open_streams() == 1


def test_signing_out_in_one_tab_ends_the_others_too(programs, screens):
    server = programs(Server)
    screen = screens(server)
    screen.sign_in()
    first = screen.driver.current_window_handle
    screen.driver.switch_to.new_window("tab")
    screen.open()
    screen.press("Sign out")
    screen.says("Sign in to Pulse")
    screen.driver.switch_to.window(first)
    screen.says("Sign in to Pulse")
