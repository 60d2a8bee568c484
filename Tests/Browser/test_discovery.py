"""Settings > Sources > Look for servers: networks, progress, what was found, and the way into the form of a new source."""

import pytest
from programs import apart, free_port

PAGE = "?page=settings&section=sources&form=discover"


@pytest.fixture(scope="module")
def searching(tmp_path_factory):
    """A server without sources that may search this machine, and a cluster on it."""
    with apart(tmp_path_factory, PULSE_DISCOVERY_ALLOWED_NETWORKS="127.0.0.0/8") as server:
        yield server


@pytest.fixture
def page(searching, screens):
    screen = screens(searching)
    screen.sign_in(searching.client)
    return screen


def port_of(estate):
    return estate.cluster["nodes"][0]["url"].rsplit(":", 1)[1]


def search(screen, networks, ports):
    screen.open(PAGE)
    screen.fill("Networks", networks)
    screen.fill("Ports", ports)
    screen.press("Search now")


def test_before_any_search_the_page_says_that_nothing_is_searched(page):
    page.open("?page=settings&section=sources")
    page.press("Look for servers")
    page.says("No search yet")
    page.says("sends no password and no token")


def test_a_field_without_networks_and_one_that_is_no_network_get_a_sentence(page):
    search(page, "", "8006")
    page.see(".mistake", "Name at least one network")
    search(page, "10.0.0.0/8", "8006")
    page.see(".problem", "more than 1024 addresses")
    search(page, "10.0.0.0/24", "eighty")
    page.see(".mistake", "Ports are one to four numbers")


def test_where_nothing_answers_the_page_says_what_to_try(page):
    search(page, "127.0.0.1", str(free_port()))
    page.says("The search is complete.")
    page.says("No server of Proxmox answered")
    page.press("Add by address")
    page.see("input[name=address]")


def test_a_search_that_runs_shows_its_progress_and_can_be_stopped(page):
    search(page, "127.9.0.0/22", "1, 2, 3, 4")
    page.see("progress")
    page.press("Stop the search")
    page.says("The search was stopped before its end.")


def test_networks_are_saved_with_how_often_they_are_searched(page, searching):
    page.open(PAGE)
    page.fill("Networks", "127.0.0.9/29")
    page.run("const select = document.querySelector('select'); select.value = '24'; select.dispatchEvent(new Event('change', { bubbles: true }))")
    page.press("Save")
    page.says("Saved.")
    assert searching.client.call("GET", "discover")["settings"]["networks"] == ["127.0.0.8/29"]
    assert searching.client.call("GET", "discover")["settings"]["everyHours"] == 24
    searching.client.call("PUT", "discover/settings", {"networks": [], "everyHours": 0})


def test_a_server_is_found_and_added_with_address_and_certificate_from_the_search(page, searching):
    node, token = searching.estate.cluster["nodes"][0], searching.estate.cluster["token"]
    search(page, "127.0.0.0/29", port_of(searching.estate))
    page.says("The search is complete.")
    page.see(".plain", "pve1")
    page.see(".fingerprint", node["fingerprint"])
    page.says("compare its fingerprint")

    page.press("Add pve1")
    page.see("input[name=address]")
    assert page.run("return document.querySelector('input[name=address]').value") == node["url"]
    page.fill("Token id", token["id"])
    page.fill("Token secret", token["secret"])
    page.press("Test the connection")
    page.says("Found: harbour, 2 nodes")
    page.press("Add this cluster")
    page.says("harbour was added.")

    page.open(PAGE)
    page.see(".plain", "Already added")
    # Only what another search brings is a suggestion; a form that is opened anew is empty.
    page.open("?page=settings&section=sources&form=add")
    page.see("input[name=address]")
    assert page.run("return document.querySelector('input[name=address]').value") == ""
