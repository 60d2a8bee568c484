"""What is open: all that is known of a node or a guest, how old it is and what it is worth."""

from programs import until
from selenium.webdriver.common.action_chains import ActionChains


def facts(screen):
    """The facts of the drawer, label by label."""
    return screen.run("return Object.fromEntries([...document.querySelectorAll('.drawer .fact')].map((one) => [one.querySelector('dt').innerText, one.querySelector('dd').innerText]))")


def opened(screen, resource):
    screen.open(f"?open={resource['id']}")
    screen.see(".drawer h2", resource["name"])
    return screen.until(lambda: facts(screen), "facts")


def test_a_node_tells_all_that_is_known_of_it(screen, client):
    # Asked for within a minute of the first sight of it.
    node = until(lambda: next((one for one in client.resources(kind="node") if one["facts"]["kernel"]), None), "a node's kernel", patience=90, pause=0.5)
    known = opened(screen, node)
    assert known["Kernel"] == node["facts"]["kernel"]
    assert node["facts"]["processors"]["model"] in known["Model"]
    assert known["Certificate (SHA-256)"].replace("\n", "") == node["facts"]["certificateFingerprint"]
    assert known["Resource id"] == node["id"]
    for metric in ("CPU", "Memory", "Disk", "Load"):
        screen.see(".metric-name", metric)
    link = screen.button("Open in Proxmox", within=".drawer")
    assert link.get_attribute("href").startswith(node["facts"]["webAddress"]) and node["name"] in link.get_attribute("href")
    assert "noopener" in link.get_attribute("rel")
    screen.press("Guests", within=".drawer")
    mine = [one for one in client.resources(kind="guest") if one["facts"]["node"] == node["name"]]
    screen.until(lambda: len(screen.all(".drawer .member")) == len(mine), "its guests")


def test_a_guest_tells_all_that_is_known_of_it_and_what_its_figures_are_worth(screen, client):
    guest = next(one for one in client.resources(kind="guest") if one["status"] == "running" and one["facts"]["type"] == "qemu" and one["metrics"]["memoryUsed"].get("quality") == "estimated")
    known = opened(screen, guest)
    assert known["VM id"] == str(guest["facts"]["vmid"])
    assert known["Belongs to"] == guest["facts"]["node"]
    assert "Guest agent" in known
    # An estimated figure is marked, and says why it is no better.
    memory = screen.see(".metric", "Memory").text
    assert "≈" in memory and "page cache" in memory
    link = screen.button("Open in Proxmox", within=".drawer").get_attribute("href")
    assert link.startswith(guest["facts"]["webAddress"]) and str(guest["facts"]["vmid"]) in link


def test_a_guest_tells_where_its_disks_lie(screen, client):
    # Configurations are asked for one after the other, after all that is more urgent: within a minute of the first sight of the guest, or three on a busy machine.
    guest = until(lambda: next((one for one in client.resources(kind="guest") if one["facts"]["disks"]), None), "a guest's disks", patience=240, pause=0.5)
    known = opened(screen, guest)
    for disk in guest["facts"]["disks"]:
        assert f"{disk['name']}: {disk['volume']}" in known["Disks"]


def test_a_fact_and_a_figure_tell_their_age_on_hover_and_on_focus(screen, client):
    opened(screen, client.resources(kind="node")[0])
    figure = screen.see(".drawer .metric .hinted")
    ActionChains(screen.driver).move_to_element(figure).perform()
    assert "Measured" in screen.see("[role=tooltip]").text
    screen.run("arguments[0].focus()", screen.see(".drawer .fact .hinted"))
    assert "As of" in screen.see("[role=tooltip]", "As of").text


def test_absolute_times_follow_the_chosen_time_zone(screen, client):
    client.call("PUT", "preferences", {"timeZone": "Asia/Tokyo"})
    screen.driver.refresh()
    opened(screen, client.resources(kind="node")[0])
    ActionChains(screen.driver).move_to_element(screen.see(".drawer .metric .hinted")).perform()
    screen.until(lambda: "GMT+9" in screen.see("[role=tooltip]").text, "the hour of Tokyo")


def test_a_display_name_and_a_note_are_kept_and_taken_back(screen, client):
    guest = client.resources(kind="guest")[0]
    screen.open(f"?open={guest['id']}&tab=notes")
    try:
        screen.fill("Display name", "The one with the payroll")
        screen.fill("Note", "Ask Kim before switching it off.")
        screen.press("Save", within=".drawer")
        screen.see(".drawer h2", "The one with the payroll")
        screen.see(".drawer .note-line", "Ask Kim")
        screen.filter("payroll")
        screen.until(lambda: any(row["id"] == guest["id"] for row in screen.rows()), "it is found by its display name")
        screen.press("Undo", within=".drawer")
        screen.see(".drawer h2", guest["name"])
    finally:
        client.call("PUT", f"resources/{guest['id'].replace(':', '%3A').replace('/', '%2F')}/annotation", {})


def test_a_source_tells_which_addresses_it_asks(screen):
    screen.see(".source-chip", "harbour").click()
    for node in screen.server.estate.cluster["nodes"]:
        screen.see(".drawer .endpoints li", node["url"])
    screen.see(".drawer", "Everything that was asked was answered.")


def test_what_is_not_there_any_more_is_said(screen):
    screen.open("?open=guest:harbour/999999")
    screen.see(".drawer", "This is no longer here")
