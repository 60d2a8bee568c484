"""A Proxmox server that sets itself up by the script of a running Pulse: real bash and curl, a simulated server that takes the token, and stand-ins
for the programs of Proxmox that would make it."""

import json
import re
import subprocess

import pytest
from programs import PASSWORD, USER, Estate, Server, until
from proxmox_machine import Machine
from test_accessibility import look


def place(estate, product):
    """The simulated server: where it is, and the token that the stand-ins give out."""
    if product == "pbs":
        told = estate.all["backupServers"][0]
        return told["url"], told["fingerprint"], told["token"]["secret"]
    node = estate.cluster["nodes"][0]
    return node["url"], node["fingerprint"], estate.cluster["token"]["secret"]


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    one = Estate(tmp_path_factory.mktemp("estate"), nodes=2, guests=4, backup_servers=1)
    yield one
    one.end()


@pytest.fixture
def server(programs):
    one = programs(Server)
    one.client = one.sign_in()
    return one


@pytest.fixture
def machine(tmp_path, estate):
    def make(product, **options):
        _, fingerprint, secret = place(estate, product)
        return Machine(tmp_path / f"machine-{product}-{len(list(tmp_path.iterdir()))}", product, options.pop("secret", secret), options.pop("fingerprint", fingerprint), **options)

    return make


def order(server, estate, product):
    return server.client.call("POST", "setup-script-url", {"type": product, "host": place(estate, product)[0]})


def sources(server):
    return [one for one in server.client.call("GET", "sources")["sources"] if one["kind"] != "self"]


def grants(machine):
    """Every privilege and role that was given to anybody."""
    state = machine.state
    given = {role for _, _, role in state["acl"]}
    return {privilege for role in given for privilege in state["roles"].get(role, role).split()}


@pytest.mark.parametrize("product", ["pve", "pbs"])
def test_a_server_that_runs_the_command_is_watched(server, estate, machine, product):
    one, made = machine(product), order(server, estate, product)
    done = one.run(made["command"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Done: Pulse watches this as" in done.stdout
    (source,) = sources(server)
    assert source["kind"] == product
    assert source["authentication"] == {"type": "token", "tokenId": f"pulse@{product}!monitor"}
    assert source["addresses"][0]["fingerprint"] == place(estate, product)[1]
    until(lambda: (sources(server)[0]["report"] or {}).get("condition") == "reachable", "the source answers", pause=0.2)
    assert server.client.call("GET", f"setup-script-url/{made['id']}")["stage"] == "done"
    assert one.state["secret"] not in done.stdout + done.stderr


@pytest.mark.parametrize("product, version", [("pve", "8.4.1"), ("pve", "9.0.10"), ("pbs", "")])
def test_nothing_that_is_given_can_change_anything(server, estate, machine, product, version):
    one = machine(product, version=version)
    one.run(order(server, estate, product)["command"])
    given = grants(one)
    if product == "pbs":
        assert given == {"Audit", "RemoteAudit", "TapeAudit"}
    else:
        assert given == {"Sys.Audit", "VM.Audit", "Datastore.Audit"} | ({"VM.GuestAgent.Audit"} if version.startswith("9") else set())
    tokens = [call for call in one.calls if "--privsep" in call]
    assert all(call[call.index("--privsep") + 1] == "1" for call in tokens)
    holders = {who for _, who, _ in one.state["acl"]}
    assert holders == {f"pulse@{product}", f"pulse@{product}!monitor"}


@pytest.mark.parametrize("product", ["pve", "pbs"])
def test_a_second_run_replaces_the_token_says_so_and_adds_no_second_source(server, estate, machine, product):
    one = machine(product)
    for name, former in (("monitor", None), ("monitor-2", "monitor"), ("monitor", "monitor-2")):
        again = one.run(order(server, estate, product)["command"])
        assert again.returncode == 0, again.stderr
        if former:
            assert "It stays until Pulse has taken the new one" in again.stdout and "is there and is used" in again.stdout
            assert f"Removing the token pulse@{product}!{former} that was there before" in again.stdout
        (source,) = sources(server)
        assert source["authentication"]["tokenId"] == f"pulse@{product}!{name}"
        assert list(one.state["users"][f"pulse@{product}"]) == [name]
        assert {who for _, who, _ in one.state["acl"]} == {f"pulse@{product}", f"pulse@{product}!{name}"}
    until(lambda: (sources(server)[0]["report"] or {}).get("condition") == "reachable", "the source answers", pause=0.2)


def change(one, **parts):
    one.state = {**one.state, **parts}


@pytest.mark.parametrize("product", ["pve", "pbs"])
def test_a_second_run_that_pulse_refuses_leaves_the_first_token_and_the_source_as_they_were(server, estate, machine, product):
    one, right = machine(product), place(estate, product)[2]
    assert one.run(order(server, estate, product)["command"]).returncode == 0
    until(lambda: (sources(server)[0]["report"] or {}).get("condition") == "reachable", "the source answers", pause=0.2)
    before = one.state
    change(one, secret="another-secret-that-nobody-takes")
    refused = one.run(order(server, estate, product)["command"])
    assert refused.returncode != 0 and "stays and works as it did" in refused.stderr, refused.stderr
    change(one, secret=right)
    assert one.state == before
    (source,) = sources(server)
    assert source["authentication"]["tokenId"] == f"pulse@{product}!monitor" and source["report"]["condition"] == "reachable"
    assert server.client.call("POST", "sources/test", {"source": source["source"]})["ok"]


@pytest.mark.parametrize("product", ["pve", "pbs"])
def test_a_run_that_was_cut_off_leaves_a_token_that_the_next_one_clears_away(server, estate, machine, product):
    one, user = machine(product), f"pulse@{product}"
    assert one.run(order(server, estate, product)["command"]).returncode == 0
    state = one.state
    state["users"][user] = {"monitor": True, "monitor-3": True}
    one.state = state
    assert one.run(order(server, estate, product)["command"]).returncode == 0
    assert list(one.state["users"][user]) == ["monitor-2"]


@pytest.mark.parametrize("product", ["pve", "pbs"])
def test_an_answer_that_never_came_removes_no_token(server, estate, machine, product):
    one, user = machine(product), f"pulse@{product}"
    assert one.run(order(server, estate, product)["command"]).returncode == 0
    # Pulse takes the token, and the connection ends before it can say so.
    one.write("curl", "#!/bin/sh\ncase \"$*\" in *auto-register) PATH=${PATH#*:}; curl \"$@\" > answer; exit 52 ;; esac\nPATH=${PATH#*:} exec curl \"$@\"\n")
    lost = one.run(order(server, estate, product)["command"])
    assert lost.returncode != 0 and "every token stays" in lost.stderr, lost.stderr
    assert list(one.state["users"][user]) == ["monitor", "monitor-2"]
    (source,) = sources(server)
    assert source["authentication"]["tokenId"] == f"{user}!monitor-2"


def test_an_old_token_that_can_not_be_removed_is_said_and_is_no_failure(server, estate, machine):
    one = machine("pve")
    assert one.run(order(server, estate, "pve")["command"]).returncode == 0
    change(one, stuck=True)
    again = one.run(order(server, estate, "pve")["command"])
    assert again.returncode == 0 and "remove it by hand" in again.stdout, again.stdout + again.stderr


def test_where_all_names_are_taken_nothing_is_made(server, estate, machine):
    one = machine("pve")
    change(one, users={"root@pam": {}, "pulse@pve": {name: True for name in ["monitor", *[f"monitor-{number}" for number in range(2, 10)]]}})
    before = one.state
    done = one.run(order(server, estate, "pve")["command"])
    assert done.returncode != 0 and "are taken" in done.stderr
    assert one.state["users"] == before["users"] and sources(server) == []


@pytest.mark.parametrize("product", ["pve", "pbs"])
def test_remove_takes_away_all_of_it_and_can_be_run_twice(server, estate, machine, product):
    one, made = machine(product), order(server, estate, product)
    before = one.state
    assert one.run(made["command"]).returncode == 0
    made = order(server, estate, product)
    (one.directory / "kept.sh").write_text(fetch(made))
    state = one.state
    # Of runs that were cut off.
    state["users"][f"pulse@{product}"] |= {"monitor-2": True, "monitor-9": True}
    one.state = state
    for _ in range(2):
        done = one.run("bash kept.sh --remove")
        assert done.returncode == 0, done.stderr
        assert one.state == before


def fetch(made):
    return subprocess.run(["curl", "-fsSk", "-H", f"X-Setup-Code: {made['code']}", made["url"]], capture_output=True, text=True, check=True).stdout


def test_other_tokens_of_the_user_survive_its_removal(server, estate, machine):
    one, made = machine("pve"), order(server, estate, "pve")
    assert one.run(made["command"]).returncode == 0
    state = one.state
    state["users"]["pulse@pve"]["other"] = True
    one.state = state
    (one.directory / "kept.sh").write_text(fetch(order(server, estate, "pve")))
    done = one.run("PULSE_SETUP_REMOVE=1 bash kept.sh")
    assert done.returncode == 0 and "stays" in done.stdout, done.stdout + done.stderr
    assert list(one.state["users"]["pulse@pve"]) == ["other"]


def test_a_code_is_good_for_one_server(server, estate, machine):
    made = order(server, estate, "pve")
    assert machine("pve").run(made["command"]).returncode == 0
    second = machine("pve")
    assert second.run(made["command"]).returncode != 0
    assert not second.calls


def test_a_server_whose_certificate_is_another_is_not_kept_and_the_new_token_goes(server, estate, machine):
    one, made = machine("pve", fingerprint=":".join(["AA"] * 32)), order(server, estate, "pve")
    done = one.run(made["command"])
    assert done.returncode != 0 and "certificate" in done.stderr and "run the same command again" in done.stderr, done.stderr
    assert sources(server) == [] and one.state["users"]["pulse@pve"] == {}
    told = server.client.call("GET", f"setup-script-url/{made['id']}")
    assert told["stage"] == "failed" and "certificate" in told["problem"]
    # What stood in the way is mended, and the same command works.
    mended = machine("pve")
    assert mended.run(made["command"]).returncode == 0
    assert len(sources(server)) == 1


@pytest.mark.parametrize("given, sentence", [
    ({"user_id": 1000}, "has to be run as root"),
    ({"product": "pbs"}, "This is a Proxmox Backup Server"),
    ({"product": "none"}, "This is not a Proxmox VE server"),
])
def test_where_it_does_not_belong_it_does_nothing_and_says_why(server, estate, tmp_path, given, sentence):
    one = Machine(tmp_path / "machine", **{"product": "pve", "secret": "s", "fingerprint": "AA", **given})
    done = one.run(order(server, estate, "pve")["command"])
    assert done.returncode != 0 and sentence in done.stderr
    assert not one.calls and sources(server) == []


def test_without_its_code_the_script_does_nothing(server, estate, machine):
    one = machine("pve")
    (one.directory / "kept.sh").write_text(fetch(order(server, estate, "pve")))
    assert "no code" in one.run("bash kept.sh").stderr
    assert "not a code" in one.run("bash kept.sh", PULSE_SETUP_CODE="x\"\nurl = file:///etc/passwd").stderr
    assert not one.calls


def test_half_a_script_does_nothing(server, estate, machine):
    one, script = machine("pve"), fetch(order(server, estate, "pve"))
    for part in (script[: len(script) // 2], script[: script.rindex("main \"$@\"")]):
        (one.directory / "half.sh").write_text(part)
        one.run("bash half.sh", PULSE_SETUP_CODE="A")
    assert not one.calls


def test_the_code_is_in_no_address_and_the_secret_in_no_record(server, estate, machine):
    one, made = machine("pve"), order(server, estate, "pve")
    assert made["code"] not in made["url"] and re.fullmatch("[A-Z2-7]{32}", made["code"])
    assert one.run(made["command"]).returncode == 0
    written = server.log.read_text() + b"".join(path.read_bytes() for path in server.directory.rglob("*.db*")).decode("latin-1")
    assert made["code"] not in written and one.state["secret"] not in written
    for event in ("source.code", "source.script", "source.register"):
        assert event in written, event


def curl(server, method, path, body, *headers):
    told = subprocess.run(
        ["curl", "-sk", "-i", "-X", method, "-H", "Content-Type: application/json", *[part for one in headers for part in ("-H", one)], "-d", json.dumps(body),
         f"https://127.0.0.1:{server.port}/api/{path}"], capture_output=True, text=True, check=True).stdout
    head, _, answer = told.partition("\n\n")
    return head, json.loads(answer)


def test_a_certificate_of_pulses_own_making_is_pinned(programs, estate, machine):
    server = programs(Server, PULSE_TLS_SELF_SIGNED="true")
    head, session = curl(server, "POST", "login", {"username": USER, "password": PASSWORD})
    cookie = re.search(r"(?im)^set-cookie: ([^;]+)", head)[1]
    proof = (f"Cookie: {cookie}", f"X-CSRF-Token: {session['csrfToken']}")
    _, made = curl(server, "POST", "setup-script-url", {"type": "pve", "host": place(estate, "pve")[0]}, *proof)
    assert made["warning"] is None and "--pinnedpubkey 'sha256//" in made["command"] and made["url"].startswith("https://")
    wrong = re.sub(r"sha256//.", lambda found: "sha256//" + ("A" if found[0][-1] != "A" else "B"), made["command"])
    refused = machine("pve")
    assert "pinned public key" in refused.run(wrong).stderr and not refused.calls
    done = machine("pve").run(made["command"])
    assert done.returncode == 0, done.stderr


def test_in_plain_text_a_script_that_was_exchanged_on_the_way_is_not_run(server, estate, machine):
    made = order(server, estate, "pve")
    assert "without TLS" in made["warning"]
    one = machine("pve")
    one.write("curl", "#!/bin/sh\necho 'pveum user add evil@pve' > pulse-setup.sh\n")
    done = one.run(made["command"])
    assert done.returncode != 0 and not one.calls


def test_a_person_adds_a_server_by_script(server, estate, machine, screens):
    screen = screens(server)
    screen.sign_in(server.client)
    screen.open("?page=settings&section=sources&form=add")
    screen.press("By script")
    screen.fill("Address of the server", place(estate, "pve")[0])
    screen.press("Make the command")
    screen.says("Waiting for the server")
    assert re.search(r"1[45]:\d\d", screen.see(".clock").text)
    problems = []
    look(screen, "by script", problems)
    assert not problems
    command = screen.see(".by-script .command code").text
    assert machine("pve").run(command).returncode == 0
    screen.says("harbour was added")
    screen.see(".card", "harbour")
