"""Hosts, Docker, Kubernetes and Settings > Agents with an estate that was made up for them: every state there is, and none that nobody told said to be fine."""

import pytest
from agents_estate import ANSWERS, EVERYTHING, SOURCES, container, host
from invented import Invented, resource, source
from selenium.webdriver.common.keys import Keys
from test_accessibility import look

VIEWS = [
    "?page=hosts", "?page=hosts&open=host:web-1", "?page=hosts&open=host:web-1&tab=disks", "?page=hosts&open=host:web-1&tab=raid", "?page=hosts&open=host:web-1&tab=sensors", "?page=hosts&open=host:web-1&tab=units",
    "?page=hosts&open=host:web-1&tab=packages", "?page=hosts&open=host:nas&tab=containers", "?page=hosts&open=host:old", "?page=docker", "?page=docker&only=problems", "?page=docker&section=projects", "?page=docker&section=services",
    "?page=docker&section=updates", "?page=docker&section=images", "?page=docker&open=container:nas/worker", "?page=docker&open=container:nas/front&tab=ports", "?page=docker&open=container:nas/front&tab=labels", "?page=kubernetes",
    "?page=kubernetes&section=nodes&open=k8s-node:prod/worker-2&tab=conditions", "?page=kubernetes&section=workloads&open=k8s-deployment:prod/shop/api&tab=pods", "?page=kubernetes&section=pods&only=problems",
    "?page=kubernetes&section=pods&open=k8s-pod:prod/shop/api-7c9d-2&tab=containers", "?page=kubernetes&section=pods&open=k8s-pod:prod/shop/api-7c9d-2&tab=events", "?page=kubernetes&section=events", "?page=kubernetes&section=volumes",
    "?page=settings&section=agents", "?page=settings&section=agents&form=agent:a-web-1", "?page=settings&section=agents&form=add", "?page=settings&section=profiles", "?page=settings&section=profiles&form=profile:p1",
    "?page=settings&section=profiles&form=rules",
]


@pytest.fixture(scope="module")
def estate():
    server = Invented(SOURCES, EVERYTHING, ANSWERS)
    yield server
    server.end()


def cells(screen, id):
    return screen.row(id)["cells"]


def shown(screen):
    return [row["id"] for row in screen.rows()]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_no_serious_finding_in_either_theme_and_fits_its_width(page, view):
    page.open(view)
    page.see("main, .drawer")
    page.gone(".loading")
    problems = []
    look(page, view, problems)
    assert not problems, "\n".join(problems)


def test_pages_have_an_entry_with_a_count_only_where_there_is_something_of_theirs(page, screens):
    page.until(lambda: all(page.see(".navigation a", name) for name in ("Hosts", "Docker", "Kubernetes")), "the three entries")
    assert [page.see(".navigation a", name).text.split()[1] for name in ("Hosts", "Docker", "Kubernetes")] == ["1", "3", "4"]
    page.keys("g", "k")
    page.until(lambda: "page=kubernetes" in page.address, "the page Kubernetes")
    page.keys("g", "d")
    page.until(lambda: "page=docker" in page.address, "the page Docker")


def test_without_agents_no_entry_leads_to_their_pages(screens):
    bare = Invented([source("harbour", "pve", "9.1.2")], [])
    try:
        screen = screens(bare)
        screen.sign_in(bare)
        screen.see(".navigation a", "Storage")
        assert not {"Hosts", "Docker", "Kubernetes"} & set(screen.text(".navigation").split())
        screen.open("?page=docker")
        screen.says("Containers will be here")
        screen.press("Add agents", "main")
        screen.see("h2", "Add agents")
    finally:
        bare.end()


def test_hosts_say_what_there_is_to_do_and_find_it_by_the_filter(page):
    page.open("?page=hosts")
    assert "sdb failing" in cells(page, "host:web-1")["marks"] and cells(page, "host:nas")["marks"] == "" and cells(page, "host:nas")["agent"] == "6.0.0"
    assert shown(page)[0] == "host:web-1"
    for words, expected in (("reboot:yes", {"host:web-1"}), ("failed:no", {"host:nas"}), ("updates>10", {"host:web-1"}), ("raid:degraded", {"host:web-1"}), ("health:failed", {"host:web-1"}), ("reboot:unknown", {"host:old"}), ("os:debian temp>50", {"host:nas", "host:web-1"})):
        page.filter(words)
        page.until(lambda: set(shown(page)) == expected, f"‘{words}’ finds {expected}")


def test_a_disk_says_in_words_why_it_tells_nothing(page):
    page.open("?page=hosts&open=host:web-1&tab=disks")
    for words in ("It sleeps, and is not woken to be asked.", "smartctl could not open it.", "its controller hides it", "smartctl is not installed", "9 pending"):
        page.says(words, ".drawer")
    assert len(page.all(".drawer .col-health .shape-ok")) == 1


def test_failed_services_are_named_as_they_are(page):
    page.open("?page=hosts&open=host:web-1&tab=units")
    page.says("<b>odd</b>.service", ".drawer")
    page.open("?page=hosts&open=host:old")
    page.says("not known", ".drawer .facts")
    assert not {"Services", "Updates", "RAID and ZFS"} & set(page.text(".drawer .tabs").split("\n"))


def test_containers_stand_below_their_machines_and_problems_alone_on_demand(page):
    page.open("?page=docker")
    page.row("container:nas/worker")
    assert shown(page).index("host:nas") < shown(page).index("container:nas/worker") and "host:old" not in shown(page)
    page.see(".tools .check", "Problems only").click()
    page.until(lambda: set(shown(page)) == {"host:nas", "container:nas/worker", "container:nas/db"}, "only what needs someone")
    assert "only=problems" in page.address
    page.open(page.address)
    page.until(lambda: page.count() == 3, "the same after a reload")


def test_a_project_leads_to_its_containers(page):
    page.open("?page=docker&section=projects")
    page.see(".table .tr", "shop").click()
    page.until(lambda: set(shown(page)) == {"container:nas/front", "container:nas/db", "container:nas/worker"}, "the containers of the project")


def test_waiting_updates_have_a_list(page):
    page.open("?page=docker&section=updates")
    page.until(lambda: set(shown(page)) == {"container:nas/front", "container:web-1/cache"}, "both")
    assert cells(page, "container:nas/front")["newTag"] == "1.3"


def test_a_container_says_why_it_ended(page):
    page.open("?page=docker&open=container:nas/worker")
    page.says("out of memory", ".drawer .facts")
    page.open("?page=docker&open=container:web-1/stopped")
    page.says("stopped by hand", ".drawer .facts")
    page.open("?page=docker&open=container:nas/db")
    page.says("no answer on 5432", ".drawer .facts")


def test_lists_of_engines_know_the_filter_and_say_what_was_left_out(page):
    page.open("?page=docker&section=images")
    page.says("3 more were left out")
    page.filter("size>500M")
    page.until(lambda: page.count() == 1, "the large one")
    page.filter("sise>1")
    page.see(".mistake", "sise")


def test_a_cluster_says_how_long_its_certificates_last(page):
    page.open("?page=kubernetes&open=k8s-cluster:prod")
    page.says("Certificate of the API")
    assert "ended" in page.see(".drawer").text
    assert "Certificate of the agent" not in page.see(".drawer").text


def test_a_pod_leads_to_its_owner_its_node_and_its_events(page):
    page.open("?page=kubernetes&section=pods&open=k8s-pod:prod/shop/api-7c9d-2")
    page.press("worker-1", ".drawer .facts")
    page.see(".drawer h2", "worker-1")
    page.press("nas", ".drawer .facts")
    page.see(".drawer h2", "nas")
    page.open("?page=kubernetes&section=pods&open=k8s-pod:prod/shop/api-7c9d-2")
    page.press("api", ".drawer .facts")
    page.see(".drawer h2", "api")
    page.press("Pods", ".drawer .tabs")
    page.until(lambda: len(page.all(".drawer .member")) == 2, "both pods of the deployment")
    page.open("?page=kubernetes&section=events")
    page.see(".table .tr", "BackOff").click()
    page.see(".drawer h2", "api-7c9d-2")
    page.says("Back-off restarting failed container", ".drawer")


def test_a_namespace_goes_along_from_section_to_section(page):
    page.open("?page=kubernetes&section=pods&filter=ns:data")
    page.until(lambda: shown(page) == ["k8s-pod:prod/data/store-0"], "the pod of the namespace")
    page.see(".sections a", "Volume claims").click()
    page.until(lambda: shown(page) == ["k8s-claim:prod/data/store-data"], "the claim of the namespace")
    assert "filter=ns:data" in page.address


def test_the_palette_finds_containers_and_pods_by_what_they_are(page):
    for words, where in (("pod store", "k8s-pod:prod/data/store-0"), ("docker front", "container:nas/front"), ("deployment api", "k8s-deployment:prod/shop/api")):
        page.open("?page=storage")
        page.see("main")
        page.keys("\ue009k")
        page.see(".palette input").send_keys(words)
        page.until(lambda: page.all(".palette li"), "something is found")
        page.keys(Keys.ENTER)
        page.until(lambda: f"open={where}" in page.address, where)


def test_thousands_of_containers_are_drawn_only_where_they_are_seen(screens):
    many = Invented(SOURCES[:1], [host("nas"), *[container(f"c{number}", "nas", project=f"p{number % 50}") for number in range(4000)]], ANSWERS)
    try:
        screen = screens(many)
        screen.sign_in(many, "?page=docker")
        screen.until(lambda: screen.count() == 4001, "all of them")
        assert len(screen.rows()) < 100
        screen.filter("name:c3999")
        screen.until(lambda: "container:nas/c3999" in shown(screen), "the last one")
    finally:
        many.end()


def test_many_agents_are_one_chip_of_the_overview(screens):
    sources = [source(f"m{number}", "agent", "6.0.1") for number in range(30)]
    sources[3] |= {"condition": "unreachable"}
    many = Invented(sources, [host(f"m{number}") for number in range(30)], ANSWERS)
    try:
        screen = screens(many)
        screen.sign_in(many)
        screen.see(".source-chip", "29 of 30")
        assert len(screen.all(".source-chip")) == 1
    finally:
        many.end()


def test_agents_say_what_is_wrong_and_what_to_do(page):
    page.open("?page=settings&section=agents")
    page.see(".table .tr", "1 module fails").click()
    for words in ("may not be opened", "Add pulse-agent to the group docker", "one of the machines is a clone", "Its clock is 3 min off", "selfUpdate", "change 5 not taken over yet: it has 4"):
        page.says(words, ".settings-body")
    assert "form=agent:a-web-1" in page.address


def test_a_code_becomes_a_command_to_copy(page, estate):
    page.open("?page=settings&section=agents&form=add")
    page.fill("Machines", "0")
    page.see(".mistake", "1 to 1,000")
    page.fill("Machines", "3")
    page.fill("Tags", "rack-2")
    page.press("Make the code")
    page.see(".command code", "install.sh")
    page.see(".command code", "kubectl apply")
    assert ("POST", "agents/codes", {"minutes": 60, "uses": 3, "tags": ["rack-2"], "name": None}) in estate.sent


def test_forgetting_an_agent_asks_for_its_name(page, estate):
    page.open("?page=settings&section=agents&form=agent:a-nas")
    page.press("Forget")
    dialog = page.see("dialog[open]", "Forget nas?")
    assert not page.button("Forget nas", "dialog[open]").is_enabled()
    dialog.find_element("css selector", "input").send_keys("nas")
    page.press("Forget nas", "dialog[open]")
    page.until(lambda: ("DELETE", "agents/a-nas?forget=true", None) in estate.sent, "the agent is forgotten")


def test_a_profile_is_a_form_of_the_agents_own_settings(page, estate):
    page.open("?page=settings&section=profiles&form=profile:p1")
    page.fill("interval", "2")
    page.see(".mistake", "5 to 3,600 seconds")
    assert not page.button("Save").is_enabled()
    page.fill("interval", "60")
    page.fill("Agent", "nas")
    page.see(".settings-body table", "its own file")
    page.says("refused by its own file", ".settings-body")
    page.press("Save")
    page.says("saved as version 4")
    assert next(body for method, path, body in estate.sent if method == "PUT" and path == "admin/profiles/p1")["config"] == {"interval": 60, "smart": False, "excludeFilesystems": ["/mnt/*"]}


def test_versions_show_what_changed_and_can_be_gone_back_to(page, estate):
    page.open("?page=settings&section=profiles&form=profile:p1")
    page.says("interval: 10 → 30", ".versions")
    page.press("Roll back to version 2")
    page.press("Roll back to version 2", "dialog[open]")
    page.until(lambda: ("POST", "admin/profiles/p1/rollback", {"version": 2}) in estate.sent, "it is rolled back")


def test_without_a_licence_profiles_say_what_they_are(screens):
    refused = (402, {"error": "license_required", "message": "A licence is needed.", "feature": "agent_profiles", "upgrade_url": ""})
    bare = Invented(SOURCES, EVERYTHING, {**ANSWERS, **{path: refused for path in ANSWERS if "admin/profiles" in path}})
    try:
        screen = screens(bare)
        screen.sign_in(bare, "?page=settings&section=profiles")
        screen.says("Agent profiles is a part of Pulse Pro")
        screen.open("?page=settings&section=agents")
        screen.see(".table .tr", "web-1")
    finally:
        bare.end()


def test_names_with_markup_are_text(screens):
    odd = "<img src=x onerror=document.title=1>"
    strange = Invented(SOURCES[:1], [host("nas"), container("x", "nas", image=odd, project=odd, labels={odd: odd}), resource("swarm-service", "swarm-service:nas/s/x", odd, {
        "clusterID": "s", "serviceID": "x", "image": odd, "stack": odd, "mode": odd, "desired": 1, "running": 1, "ports": [], "updateState": odd, "updateMessage": odd, "createdAt": None, "updatedAt": None, "failures": [odd]}, source="nas")], ANSWERS)
    try:
        screen = screens(strange)
        screen.sign_in(strange, "?page=docker&open=container:nas/x&tab=labels")
        screen.says(odd, ".drawer")
        for section in ("projects", "services"):
            screen.open(f"?page=docker&section={section}")
            screen.says(odd, ".table")
        assert screen.run("return document.title") == "Docker · Pulse"
    finally:
        strange.end()
