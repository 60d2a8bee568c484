"""The address holds what is seen."""


def test_a_reload_keeps_page_filter_order_fold_and_what_is_open(screen, client):
    guest = next(one for one in client.resources(kind="guest") if one["facts"]["node"] == "pve2")
    screen.filter("node:pve2")
    screen.press("Memory", within=".table-head")
    screen.row(guest["id"])
    screen.see(f"[data-id='{guest['id']}'] .name").click()
    screen.press("Network", within=".drawer")
    screen.until(lambda: "tab=network" in screen.address, "the tab stands in the address")
    address, rows = screen.address, {row["id"] for row in screen.rows()}
    for again in (screen.driver.refresh, lambda: screen.open(address)):
        again()
        screen.see(".drawer h2", guest["name"])
        screen.until(lambda: {row["id"] for row in screen.rows()} == rows, "the same rows")
        assert screen.address == address
        assert screen.see(".filter-field input").get_attribute("value") == "node:pve2"
        assert screen.see("[role=tab][aria-selected=true]").text.startswith("Network")
        assert screen.see("[aria-sort=descending]").text == "Memory"


def test_back_and_forward_lead_where_one_was(screen, client):
    node = client.resources(kind="node")[0]
    screen.press("Storage")
    screen.see(".th", "Usage")
    screen.press("Overview")
    screen.row(node["id"])
    screen.see(f"[data-id='{node['id']}'] .name").click()
    screen.see(".drawer h2", node["name"])
    screen.driver.back()
    screen.gone(".drawer")
    screen.driver.back()
    screen.see(".th", "Usage")
    screen.driver.forward()
    screen.driver.forward()
    screen.see(".drawer h2", node["name"])
