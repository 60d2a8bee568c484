"""Every view, in both themes, at three widths: no serious finding of axe, and no page that scrolls sideways."""

from importlib.resources import files

import pytest
from programs import Estate, Server

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
WIDTHS = (390, 1280, 2560)

VIEWS = {
    "overview": "",
    "one list with lines": "?group=flat&sort=cpu:down",
    "a filter with a mistake": "?filter=cpuu>80",
    "a filter without a match": "?filter=nothing-is-called-this",
    "a node": "?open=NODE",
    "a guest": "?open=GUEST",
    "disks of a guest": "?open=GUEST&tab=disks",
    "network of this machine": "?open=HOST&tab=network",
    "notes of a guest": "?open=GUEST&tab=notes",
    "guests of a node": "?open=NODE&tab=guests",
    "history of a node": "?open=NODE&tab=history",
    "history of a guest": "?open=GUEST&tab=history&range=1h&compare=previous",
    "history of this machine": "?open=HOST&tab=history&range=1h",
    "history of a storage": "?page=storage&open=STORAGE&tab=history&range=7d",
    "a source": "?open=source:harbour",
    "storage": "?page=storage",
    "a storage": "?page=storage&open=STORAGE",
    "backups": "?page=backups",
    "days of backups": "?page=backups&section=calendar",
    "backups of a guest": "?open=GUEST&tab=backups",
    "work": "?page=work",
    "patrol": "?page=patrol",
    "runs of patrol": "?page=patrol&section=runs",
    "suppressions of patrol": "?page=patrol&section=suppressions&form=add",
    "checks of patrol": "?page=patrol&section=checks",
    "hosts": "?page=hosts",
    "sources": "?page=settings&section=sources&tab=harbour",
    "adding a source": "?page=settings&section=sources&form=add",
    "looking for servers": "?page=settings&section=sources&form=discover",
    "audit log without a licence": "?page=security",
    "account": "?page=settings&section=account",
    "viewer links": "?page=settings&section=links",
    "making a viewer link": "?page=settings&section=links&form=add",
    "ways to sign in": "?page=settings&section=sign-in",
    "licence": "?page=settings&section=licence",
    "export and import": "?page=settings&section=transfer",
    "users": "?page=settings&section=users",
    "adding a user": "?page=settings&section=users&form=add",
    "roles": "?page=settings&section=roles",
    "adding a role": "?page=settings&section=roles&form=add",
    "tokens": "?page=settings&section=tokens",
    "making a token": "?page=settings&section=tokens&form=add",
    "appearance": "?page=settings&section=appearance",
    "about": "?page=settings&section=about",
}


def findings(screen):
    """The serious ones, as a person can look them up."""
    if not screen.run("return typeof axe === 'object'"):
        screen.run(AXE)
    results = screen.driver.execute_async_script("""const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations), (error) => done([{ id: String(error), impact: 'critical', nodes: [] }]))""")
    return [f"{one['id']}: {node['html'][:160]}" for one in results if one["impact"] in ("serious", "critical") for node in one["nodes"] or [{"html": ""}]]


def too_wide(screen):
    """How wide the page or its middle wants to be where that is more than there is; a table scrolls within itself."""
    return screen.run("""return [document.documentElement, document.querySelector('main'), document.querySelector('.drawer-body')]
        .filter((one) => one && one.scrollWidth > one.clientWidth).map((one) => one.scrollWidth)[0] ?? 0""")


def look(screen, view, problems):
    for width in WIDTHS:
        screen.size(width, 900)
        if found := too_wide(screen):
            problems.append(f"{view}, {width} px: {found} px wide")
    for theme in ("dark", "light"):
        screen.theme(theme)
        screen.until(lambda: screen.run("return document.documentElement.dataset.theme") == theme, f"the {theme} theme")
        for width in (390, 1280):
            screen.size(width, 900)
            problems += [f"{view}, {theme}, {width} px: {found}" for found in findings(screen)]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_no_serious_finding_in_either_theme_and_fits_its_width(screen, client, view):
    found = {name: next(one["id"] for one in client.resources(kind=name.lower())) for name in ("NODE", "STORAGE", "HOST")}
    found["GUEST"] = next(one["id"] for one in client.resources(kind="guest") if one["status"] == "running")
    query = VIEWS[view]
    for name, id in found.items():
        query = query.replace(name, id)
    if view == "one list with lines":
        client.call("PUT", "preferences", {"cells": "spark", "density": "compact"})
    screen.open(query)
    screen.see("main, .drawer")
    screen.gone(".loading")
    if view == "adding a source":
        screen.press("Test the connection")
        screen.see(".mistake")
    problems = []
    look(screen, view, problems)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("keys, selector", [("?", "dialog.help"), ("\ue009k", ".palette input"), ("/st", ".suggestions li")])
def test_what_opens_over_a_page_has_no_serious_finding(screen, keys, selector):
    screen.keys(*([keys] if keys[0] == "\ue009" else keys))
    screen.see(selector)
    problems = []
    look(screen, selector, problems)
    assert not problems, "\n".join(problems)


def test_a_source_in_trouble_has_no_serious_finding_and_fits_its_width(programs, screens):
    server, estate = programs(Server), programs(Estate, nodes=2, guests=4)
    client = server.sign_in()
    client.add(estate)
    screen = screens(server)
    screen.sign_in(client)
    problems = []
    estate.order("permission-removed", privilege="VM.Audit", subject="pulse@pve")
    screen.open("?open=source:harbour")
    screen.see(".drawer .missing", "VM.Audit")
    look(screen, "a missing privilege", problems)
    estate.order("node-down", node="pve2", how="power-off")
    screen.see(".drawer", "One node of this cluster does not answer.")
    for node in estate.cluster["nodes"]:
        estate.order("certificate-changed", node=node["name"])
    screen.see(".drawer .problem", "another certificate")
    look(screen, "a changed certificate", problems)
    screen.open("?open=node:harbour/pve2")
    screen.see(".drawer", "pve2")
    look(screen, "a node that is down", problems)
    screen.open("?page=settings&section=sources&form=edit:harbour")
    screen.press("Test the connection")
    screen.see(".certificate.open")
    assert not any(button.text == "Save changes" for button in screen.all("button"))
    look(screen, "editing it", problems)
    assert not problems, "\n".join(problems)


def test_the_pages_before_and_at_the_beginning_have_no_serious_finding(programs, screens):
    fresh, empty = programs(Server, administrator=False), programs(Server, host=True)
    problems = []
    screen = screens(fresh)
    screen.open()
    screen.press("Create administrator")
    screen.see(".mistake")
    look(screen, "set-up", problems)
    screen = screens(empty)
    screen.open()
    screen.says("Sign in to Pulse")
    look(screen, "sign-in", problems)
    screen.sign_in()
    screen.says("Your clusters will be here")
    look(screen, "empty overview", problems)
    screen.open("?page=settings")
    screen.says("No cluster yet")
    look(screen, "no sources", problems)
    assert not problems, "\n".join(problems)
