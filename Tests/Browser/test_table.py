"""The table of everything: order, columns, filter, lines, and what a row opens."""

import re

import pytest
from selenium.webdriver.common.by import By


def cells(screen, column):
    return [row["cells"][column] for row in screen.rows()]


def figures(screen, column):
    """The percentages of a column, from top to bottom; what is not known is left out."""
    return [float(found[1]) for one in cells(screen, column) if (found := re.search(r"([\d.]+) %", one))]


def wide_list(screen):
    """Everything in one list on a screen that is large enough to draw it whole."""
    screen.size(1600, 1400)
    screen.open("?group=flat")
    screen.until(lambda: len(screen.rows()) == screen.count() > 30, "all rows are drawn")


def test_a_column_orders_the_list_one_way_the_other_and_not(screen):
    wide_list(screen)
    by_trouble = [row["id"] for row in screen.rows()]
    screen.press("CPU", within=".table-head")
    screen.until(lambda: (shown := figures(screen, "cpu")) and shown == sorted(shown, reverse=True), "the busiest come first")
    assert "sort=cpu:down" in screen.address
    screen.press("CPU", within=".table-head")
    screen.until(lambda: (shown := figures(screen, "cpu")) and shown == sorted(shown), "the calmest come first")
    # What has no figure is last in both directions.
    known = ["%" in one for one in cells(screen, "cpu")]
    assert known == sorted(known, reverse=True)
    screen.press("CPU", within=".table-head")
    screen.until(lambda: "sort" not in screen.address, "trouble first again")
    assert sorted(row["id"] for row in screen.rows()) == sorted(by_trouble)


def test_columns_are_chosen_and_stay_chosen(screen):
    assert "id" not in screen.rows()[0]["cells"]
    screen.press("Columns")
    screen.field("ID").click()
    screen.field("Tags").click()
    screen.until(lambda: (now := screen.rows()[0]["cells"]) and "id" in now and "tags" not in now, "the columns change")
    screen.driver.refresh()
    screen.until(lambda: (rows := screen.rows()) and "id" in rows[0]["cells"] and "tags" not in rows[0]["cells"], "the columns are those of before")
    screen.press("Columns")
    screen.press("Usual columns")
    screen.until(lambda: "tags" in screen.rows()[0]["cells"], "the usual columns")


FILTERS = {
    "name:web": lambda one: "web" in one["name"].lower(),
    "node:pve2": lambda one: one["name"] == "pve2" or one["kind"] == "guest" and one["facts"]["node"] == "pve2",
    "status:stopped": lambda one: one["status"] == "stopped",
    "-status:running": lambda one: one["status"] != "running",
    "status:stopped|online": lambda one: one["status"] in ("stopped", "online"),
    "kind:vm node:pve1": lambda one: one["kind"] == "guest" and one["facts"]["type"] == "qemu" and one["facts"]["node"] == "pve1",
    "kind:ct": lambda one: one["kind"] == "guest" and one["facts"]["type"] == "lxc",
    "mem>1G kind:ct": lambda one: one["kind"] == "guest" and one["facts"]["type"] == "lxc" and (one["metrics"]["memoryUsed"]["value"] or 0) > 2**30,
}


@pytest.mark.parametrize("written", FILTERS)
def test_the_filter_finds_what_it_says(screen, client, written):
    def found():
        everything = [one for kind in ("cluster", "node", "guest", "host") for one in client.resources(kind=kind)]
        return everything, {one["id"] for one in everything if FILTERS[written](one)}

    everything, wanted = found()
    assert wanted and len(wanted) < len(everything), f"the cluster is no test of {written}"
    screen.size(1600, 1400)
    screen.open("?group=flat")
    screen.filter(written)
    # Memory moves while the page opens, so both are looked at together.
    screen.until(lambda: {row["id"] for row in screen.rows()} == found()[1], f"the rows of {written}, at first {sorted(wanted)}")
    screen.says(f"of {len(everything)} rows")


def test_a_tag_and_a_figure_can_be_asked_for(screen, client):
    tag = next(tag for one in client.resources(kind="guest") for tag in one["tags"])
    wide_list(screen)
    screen.filter(f"tag:{tag}")
    screen.until(lambda: 0 < screen.count() < 30 and all(tag in row["cells"]["tags"] for row in screen.rows()), f"only rows with the tag {tag}")
    screen.filter("cpu>10")
    screen.until(lambda: 0 < screen.count() < 30 and all(one > 9 for one in figures(screen, "cpu")) and len(figures(screen, "cpu")) == screen.count(), "only busy ones")


def test_a_filter_that_cannot_be_read_is_explained_and_hides_nothing(screen):
    everything = screen.count()
    screen.filter("cpuu>80")
    screen.says("There is no field “cpuu”. Did you mean “cpu”?")
    assert screen.count() == everything


def test_a_filter_without_a_match_says_so_and_offers_to_be_cleared(screen):
    everything = screen.count()
    screen.filter("name:nothing-is-called-this")
    screen.says("No row matches this filter")
    screen.press("Clear the filter", within=".no-match")
    screen.until(lambda: screen.count() == everything, "everything is back")


def test_a_filter_completes_what_is_being_typed(screen):
    screen.filter("sta")
    screen.see(".suggestions li", "status:")
    screen.keys("\ue015", "\ue007")  # arrow down, Enter
    screen.until(lambda: screen.see(".filter-field input").get_attribute("value") == "status:", "the field is completed")


def test_figures_turn_into_the_lines_of_the_last_minutes(screen):
    screen.press("Sparklines")
    screen.until(lambda: sum("L" in one.get_attribute("d") for one in screen.driver.find_elements(By.CSS_SELECTOR, ".table .sparkline path")) > 20, "lines are drawn")


def test_a_group_folds_and_unfolds(screen):
    everything = screen.count()
    below = sum(row["depth"] == 3 for row in screen.rows())
    assert below
    screen.press("Fold pve1")
    screen.until(lambda: screen.count() < everything, "its guests are folded away")
    screen.driver.refresh()
    screen.press("Unfold pve1")
    screen.until(lambda: screen.count() == everything, "its guests are back")


def test_a_saved_view_comes_back_by_its_name(screen):
    screen.filter("status:stopped")
    screen.until(lambda: "status:stopped" in screen.address, "the filter stands in the address")
    screen.press("Views")
    screen.see("input[aria-label='Name of the view']").send_keys("What is off")
    screen.press("Save this view")
    screen.see(".views a", "What is off")
    screen.driver.refresh()
    screen.filter("")
    screen.press("Views")
    screen.press("What is off")
    screen.until(lambda: "status:stopped" in screen.address, "the filter is back")


def test_storage_lists_every_storage_with_its_use(screen, client):
    wanted = {one["id"] for one in client.resources(kind="storage")}
    screen.press("Storage")
    screen.until(lambda: {row["id"] for row in screen.rows()} == wanted, "a row for each")
    screen.until(lambda: all("%" in row["cells"]["share"] and "iB" in row["cells"]["total"] for row in screen.rows()), "each with its figures")


def test_this_machine_is_measured(screen):
    screen.press("Hosts")
    screen.until(lambda: (rows := screen.rows()) and "%" in rows[0]["cells"]["cpu"] and "%" in rows[0]["cells"]["memory"] and "%" in rows[0]["cells"]["disk"], "CPU, memory and disk of this machine")
