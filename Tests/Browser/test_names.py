"""Names come from outside, and are text whatever they say."""

from programs import Estate, Server

STRANGE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "データベース", "خادم-الويب", "Ωμέγα-сервер", "🐙🚀", "'; DROP TABLE guests; --", "${HOME} {{7*7}}", "../../etc/passwd"]


def test_names_in_every_script_with_markup_and_control_characters_are_shown_as_text(programs, screens):
    estate, server = programs(Estate, nodes=2, guests=24), programs(Server)
    estate.order("strange-names")
    client = server.sign_in()
    client.add(estate)
    screen = screens(server)
    screen.size(1600, 1400)
    screen.sign_in(client, "?group=flat")
    rows = screen.until(lambda: (rows := screen.rows()) and len(rows) == screen.count() == 27 and rows, "all rows are drawn")
    told = {one["id"]: one["name"] for one in client.resources(kind="guest")}
    assert "<script>alert(1)</script>" in told.values()
    shown = {row["id"]: row["cells"]["name"] for row in rows}
    for id, name in told.items():
        # No row is nameless, none is higher than the others, and no character of control or direction gets through.
        visible = shown[id].split("\n")[0]
        assert visible, (id, name)
        assert not any(ord(one) < 32 or one in "\u202e\u200b\ufeff\x7f" for one in visible), (name, visible)
        if name in STRANGE:
            assert name in shown[id]
    heights = screen.run("return [...document.querySelectorAll('.table-body .tr')].map((row) => row.getBoundingClientRect().height)")
    assert len(set(heights)) == 1
    # Nothing of it became part of the page.
    assert screen.run("return document.querySelectorAll('main script, main img, aside script').length") == 0

    guest = next(id for id, name in told.items() if name == "<script>alert(1)</script>")
    screen.open(f"?open={guest}")
    screen.see(".drawer h2", "<script>alert(1)</script>")
    screen.filter('name:"<script>"')
    screen.until(lambda: {row["id"] for row in screen.rows() if not row["context"]} == {id for id, name in told.items() if "<script>" in name}, "it is found by its name")


def test_display_names_and_notes_are_text_too(shared, client, screen):
    guest = client.resources(kind="guest")[0]
    path = f"resources/{guest['id'].replace(':', '%3A').replace('/', '%2F')}/annotation"
    try:
        for name in STRANGE:
            client.call("PUT", path, {"displayName": name, "note": f"{name}\nsecond line"})
            screen.open(f"?open={guest['id']}")
            screen.see(".drawer h2", name)
            screen.see(".drawer .note-line", name)
            assert screen.run("return document.querySelectorAll('main script, main img, aside img, aside script').length") == 0
    finally:
        client.call("PUT", path, {})
