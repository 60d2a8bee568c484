"""Backup servers and mail gateways beside a cluster: added by a person, shown on the pages that are theirs, and nothing said to be fine that nobody told."""

import pytest
from programs import Estate, Server, until
from test_accessibility import look

TYPED = {"pbs": "Backup Server", "pmg": "Mail Gateway"}


def credentials(estate, product):
    """Where the simulated product is and who may read there."""
    if product == "pbs":
        told = estate.all["backupServers"][0]
        return told, {"type": "token", "tokenId": told["token"]["id"], "tokenSecret": told["token"]["secret"]}
    told = estate.all["mailGateways"][0]
    return told["nodes"][0], {"type": "password", "username": told["users"][0]["name"], "password": told["users"][0]["password"]}


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A server that watches a cluster, a backup server and a mail gateway of two nodes."""
    server = estate = None
    try:
        estate = Estate(tmp_path_factory.mktemp("estate"), nodes=2, guests=6, seed=3, backup_servers=1, mail_gateways=1, mail_nodes=2)
        server = Server(tmp_path_factory.mktemp("server"), host=True)
        server.client, server.estate = server.sign_in(), estate
        server.client.add(estate)
        for product in ("pbs", "pmg"):
            place, authentication = credentials(estate, product)
            server.client.call("POST", "sources", {"kind": product, "address": place["url"], "fingerprint": place["fingerprint"], "authentication": authentication})
        for kind in ("datastore", "mail"):
            until(lambda: server.client.resources(kind=kind), f"a {kind} is known", pause=0.2)
        yield server
    finally:
        for one in (server, estate):
            if one:
                one.end()


@pytest.fixture
def page(three, screens):
    three.client.call("PUT", "preferences", {})
    screen = screens(three)
    screen.sign_in(three.client)
    return screen


def only(client, kind):
    return client.resources(kind=kind)[0]


@pytest.mark.parametrize("product", ["pbs", "pmg"])
def test_a_product_is_added_with_what_it_asks_for(programs, screens, product):
    server, estate = programs(Server), programs(Estate, nodes=1, guests=1, backup_servers=1, mail_gateways=1)
    screen = screens(server)
    screen.sign_in(server.sign_in())
    screen.open("?page=settings&section=sources&form=add")
    screen.press(TYPED[product])
    place, authentication = credentials(estate, product)
    screen.fill("Address of", place["url"])
    if product == "pbs":
        screen.fill("Token id", authentication["tokenId"])
        screen.fill("Token secret", authentication["tokenSecret"])
    else:
        assert "Token id" not in screen.text("form")
        screen.fill("User", authentication["username"])
        screen.fill("Password", authentication["password"])
    screen.press("Test the connection")
    screen.press("It is the same: trust this certificate")
    screen.see(".found", f"Proxmox {TYPED[product]}")
    screen.press({"pbs": "Add this backup server", "pmg": "Add this mail gateway"}[product])
    screen.says("was added")
    screen.see(".card", f"Proxmox {TYPED[product]}")
    screen.press("Edit")
    screen.see("h2", "Edit ")
    assert "Address of" in screen.text("form") and not screen.all("[aria-label=Product]")


def test_datastores_have_a_table_of_their_own_with_filter_and_order(page, three):
    page.open("?page=storage")
    page.see(".sections a", "Storages")
    page.see(".sections a", "Datastores").click()
    page.see(".table-body .tr.kind-datastore")
    assert "section=datastores" in page.address
    datastores = three.client.resources(kind="datastore")
    assert sorted(row["id"] for row in page.rows()) == sorted(one["id"] for one in datastores)
    page.filter(f"name:{datastores[0]['name']}")
    page.until(lambda: [row["id"] for row in page.rows()] == [datastores[0]["id"]], "the one of this name")
    page.filter("disk>0%")
    page.until(lambda: page.count() == len(datastores), "all that have some use")


def test_a_datastore_tells_its_facts_and_what_nobody_knows(page, three):
    page.open(f"?page=storage&section=datastores&open={only(three.client, 'datastore')['id']}")
    for words in ("Last garbage collection", "Maintenance", "Full, by the server’s estimate", "Backup groups"):
        page.says(words, ".drawer")
    page.press("History", ".drawer")
    page.see(".drawer .chart h3")
    page.says("Used", ".drawer .charts")


def test_nodes_of_other_products_are_not_called_pve(page, three):
    server = next(one for one in three.client.resources(kind="node") if one["source"] == only(three.client, "datastore")["source"])
    page.open(f"?open={server['id']}")
    page.says("PBS ", ".drawer")
    assert "PVE" not in page.text(".drawer .facts")
    link = page.see(".drawer .lead a", "Open in Proxmox").get_attribute("href")
    assert "#v1" not in link
    page.press("Datastores", ".drawer")
    page.see(".drawer .member")
    assert "Guests" not in page.text(".drawer .tabs")


def test_the_overview_sends_who_asks_for_datastores_to_where_they_are(page):
    page.open("?filter=kind:datastore")
    page.press("Open Storage with this filter")
    page.see(".table-body .tr.kind-datastore")


def test_without_a_mail_gateway_no_entry_leads_to_mail(screen):
    assert "Mail" not in screen.text(".navigation")


def test_the_palette_finds_a_datastore_where_it_is_listed(page, three):
    datastore = only(three.client, "datastore")
    page.keys("\ue009k")
    page.see(".palette input").send_keys(datastore["name"])
    page.see(".palette li", "Datastore").click()
    page.see(".drawer h2", datastore["name"])
    assert "page=storage" in page.address and "section=datastores" in page.address


@pytest.mark.parametrize("query", ["?page=storage&section=datastores", "?page=storage&section=datastores&open=DATASTORE", "?page=storage&section=datastores&open=DATASTORE&tab=history", "?page=mail", "?page=mail&open=MAIL", "?open=SERVER",
                                   "?page=settings&section=sources&form=add:pbs", "?page=settings&section=sources&form=add:pmg", "?page=settings&section=sources"])
def test_what_is_new_has_no_serious_finding_and_fits_its_width(page, three, query):
    datastore = only(three.client, "datastore")
    for name, id in (("DATASTORE", datastore["id"]), ("SERVER", datastore["parent"]), ("MAIL", only(three.client, "mail")["id"])):
        query = query.replace(name, id)
    page.open(query)
    page.see("main, .drawer")
    page.gone(".loading")
    problems = []
    look(page, query, problems)
    assert not problems, "\n".join(problems)


def test_mail_has_a_page_with_its_figures_charts_and_nodes(page, three):
    # Last in this file: the queue is read now and then, and by now it has been.
    mail = only(three.client, "mail")["id"]
    until(lambda: three.client.call("GET", f"history?resource={mail}&metric=queueLength")["series"], "the queue has a past", pause=0.5)
    page.press("Mail", ".navigation")
    page.see("h1", only(three.client, "mail")["name"])
    for words in ("Queue", "Mail in, last hour", "Spam, last hour", "In spam quarantine"):
        page.says(words, ".mail")
    page.until(lambda: len(page.all(".mail .member")) == 2, "both nodes")
    page.see(".mail .charts .chart h3", "Queue")
    page.press("7 d", ".mail .charts")
    page.until(lambda: "range=7d" in page.address, "the range in the address")
    page.all(".mail .member")[0].click()
    page.see(".drawer", "PMG ")
