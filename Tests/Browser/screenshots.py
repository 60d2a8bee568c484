"""Pictures of every view in both themes and three widths, for a person to look at: screenshots.py [FOLDER]

With --overview FILE only the Overview of the demonstration, as README.md shows it.
"""

import argparse
import tempfile
from pathlib import Path

from programs import ROOT, Client, Estate, Program, Server, built, free_port, until
from screen import Screen, open_chromium
from test_accessibility import VIEWS, WIDTHS


class Demonstration(Program):
    """`pulse serve --demo`, with an administrator of ours."""

    def __init__(self, directory):
        self.port = free_port()
        settings = {"PULSE_AUTH_USER": "admin", "PULSE_AUTH_PASS": "correct horse battery", "PULSE_POLL_INTERVAL": "5s"}
        super().__init__("pulse", [built("pulse"), "serve", "--demo", "--port", self.port], directory, settings)
        self.wait_for(r"^  Open http", "Pulse says that it is running")
        self.url = f"http://127.0.0.1:{self.port}/"


def overview(file, directory):
    server = Demonstration(directory)
    driver = open_chromium()
    try:
        client = Client(server)
        # By the time that every running guest's agent was asked the lines are long enough to be seen.
        def asked():
            running = [one for one in client.resources(kind="guest") if one["status"] == "running"]
            return running and not any(one["facts"]["agent"] == "not_asked_yet" for one in running)

        until(asked, "all guest agents were asked", patience=900, pause=5)
        client.call("PUT", "preferences", {"cells": "spark"})
        screen = Screen(driver, server)
        screen.size(1280, 800)
        screen.theme("dark")
        screen.sign_in(client)
        screen.see(".table .sparkline")
        screen.picture(file)
    finally:
        driver.quit()
        server.end()


def everything(folder, directory):
    server = estate = None
    driver = open_chromium()
    try:
        server, estate = Server(directory, host=True), Estate(directory, nodes=5, guests=120, seed=7)
        client = server.sign_in()
        client.add(estate)
        found = {name: next(one["id"] for one in client.resources(kind=name.lower())) for name in ("NODE", "STORAGE", "HOST", "GUEST")}
        screen = Screen(driver, server)
        screen.sign_in(client)
        for trouble in (False, True):
            if trouble:
                estate.order("node-down", node="pve2", how="power-off")
                until(lambda: any(one["status"] == "offline" for one in client.resources(kind="node")), "the node is offline", pause=0.5)
                found |= {"NODE": "node:harbour/pve2", "GUEST": next(one["id"] for one in client.resources(kind="guest") if one["facts"]["node"] == "pve2")}
            for view, query in VIEWS.items():
                for name, id in found.items():
                    query = query.replace(name, id)
                for theme in ("dark", "light"):
                    screen.theme(theme)
                    for width in WIDTHS:
                        screen.size(width, 900)
                        screen.open(query)
                        screen.see("main, .drawer")
                        screen.gone(".loading")
                        screen.picture(folder / f"{'trouble, ' if trouble else ''}{view}, {theme}, {width}.png")
    finally:
        driver.quit()
        for one in (server, estate):
            if one:
                one.end()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=ROOT / ".build" / "screenshots")
    arguments.add_argument("--overview", type=Path)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        if wanted.overview:
            overview(wanted.overview, Path(directory))
        else:
            wanted.folder.mkdir(parents=True, exist_ok=True)
            everything(wanted.folder, Path(directory))
            print(f"Pictures are in {wanted.folder}.")
