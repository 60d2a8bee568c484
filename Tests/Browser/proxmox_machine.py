"""A machine that looks like a Proxmox server to a script: stand-ins for the programs of Proxmox that keep what they are told and answer as the real ones
do, and for those that would need root. Everything else (bash, curl, sed, awk) is real."""

import json
import os
import subprocess
import sys
from pathlib import Path

COMMON = """
import json, os, sys
place = os.environ["PROXMOX_MACHINE"]
words = sys.argv[1:]
with open(place + "/calls", "a") as calls:
    calls.write(json.dumps([NAME] + words) + "\\n")
state = json.load(open(place + "/state"))
def keep():
    json.dump(state, open(place + "/state", "w"))
def refuse(sentence):
    sys.stderr.write(sentence + "\\n")
    sys.exit(255)
def option(name):
    return words[words.index(name) + 1] if name in words else None
def tell(value):
    print(json.dumps(value, separators=(",", ":")) if option("--output-format") == "json" else value)
"""

PVEUM = COMMON + """
what = " ".join(words[:2]) if words[1] != "token" else " ".join(words[:3])
one = words[3] if words[1] == "token" else words[2]
if what == "role list":
    tell([{"roleid": role, "privs": privileges, "special": 0} for role, privileges in state["roles"].items()])
elif what == "role add":
    if one in state["roles"]: refuse(f"create role failed: role '{one}' already exists")
    state["roles"][one] = option("--privs")
elif what == "role modify":
    state["roles"][one] = option("--privs")
elif what == "role delete":
    del state["roles"][one]
elif what == "user list":
    tell([{"userid": user, "enable": 1} for user in state["users"]])
elif what == "user add":
    if one in state["users"]: refuse(f"create user failed: user '{one}' already exists")
    state["users"][one] = {}
elif what == "user delete":
    del state["users"][one]
    state["acl"] = [entry for entry in state["acl"] if entry[1].split("!")[0] != one]
elif what == "user token list":
    tell([{"tokenid": token, "privsep": 1, "expire": 0} for token in state["users"][one]])
elif what == "user token add":
    if words[4] in state["users"][one]: refuse(f"Token already exists.")
    state["users"][one][words[4]] = True
    tell({"full-tokenid": f"{one}!{words[4]}", "info": {"privsep": "1"}, "value": state["secret"]})
elif what == "user token remove":
    if state.get("stuck"): refuse("unable to write 'priv/token.cfg': permission denied")
    if words[4] not in state["users"][one]: refuse(f"no such token '{words[4]}' for user '{one}'")
    del state["users"][one][words[4]]
elif what == "acl modify":
    entry = [words[2], option("--users") or option("--tokens"), option("--roles")]
    if entry not in state["acl"]: state["acl"].append(entry)
elif what == "acl delete":
    entry = [words[2], option("--users") or option("--tokens"), option("--roles")]
    if entry in state["acl"]: state["acl"].remove(entry)
else:
    refuse("ERROR: unknown command '" + what + "'")
keep()
"""

BACKUP_MANAGER = COMMON + """
what = " ".join(words[:2])
one = words[2] if len(words) > 2 else ""
if what == "user list":
    tell([{"userid": user, "enable": True} for user in state["users"]])
elif what == "user create":
    if one in state["users"]: refuse(f"Error: user '{one}' already exists.")
    state["users"][one] = {}
elif what == "user remove":
    del state["users"][one]
elif what == "user list-tokens":
    tell([{"tokenid": f"{one}!{token}"} for token in state["users"][one]])
elif what == "user generate-token":
    if words[3] in state["users"][one]: refuse(f"Error: token '{words[3]}' for user '{one}' already exists.")
    state["users"][one][words[3]] = True
    print("Result: " + json.dumps({"tokenid": f"{one}!{words[3]}", "value": state["secret"]}, indent=2))
elif what == "user delete-token":
    if words[3] not in state["users"][one]: refuse(f"Error: token '{words[3]}' of user '{one}' does not exist.")
    del state["users"][one][words[3]]
elif what == "acl update":
    entry = [one, option("--auth-id"), words[3]]
    if option("--delete") == "true": state["acl"] = [other for other in state["acl"] if other != entry]
    elif entry not in state["acl"]: state["acl"].append(entry)
else:
    refuse("Error: no such command '" + what + "'")
keep()
"""


class Machine:
    """A Proxmox server whose token is the one the simulated server takes, and whose certificate is that server's."""

    def __init__(self, directory, product, secret, fingerprint, version="9.0.10", user_id=0):
        self.directory, self.programs = directory, directory / "bin"
        self.programs.mkdir(parents=True)
        (directory / "calls").touch()
        self.state = {"roles": {}, "users": {"root@pam": {}}, "acl": [], "secret": secret}
        if product == "pve":
            self.write("pveum", f"#!{sys.executable}\nNAME = 'pveum'\n{PVEUM}")
            self.write("pveversion", f"#!/bin/sh\necho 'pve-manager/{version}/deb1ca707ec72a89 (running kernel: 6.14.11-2-pve)'\n")
        elif product == "pbs":
            self.write("proxmox-backup-manager", f"#!{sys.executable}\nNAME = 'proxmox-backup-manager'\n{BACKUP_MANAGER}")
        self.write("id", f"#!/bin/sh\necho {user_id}\n")
        self.write("openssl", f"#!/bin/sh\necho \"$@\" >> {directory}/openssl-calls\necho 'sha256 Fingerprint={fingerprint}'\n")

    def write(self, name, text):
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    @property
    def state(self):
        return json.loads((self.directory / "state").read_text())

    @state.setter
    def state(self, value):
        (self.directory / "state").write_text(json.dumps(value))

    @property
    def calls(self):
        return [json.loads(line) for line in (self.directory / "calls").read_text().splitlines()]

    def run(self, command, **environment):
        """A root shell into which somebody pastes a command."""
        told = {**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}", "PROXMOX_MACHINE": str(self.directory), **environment}
        return subprocess.run(["bash", "-c", command], cwd=self.directory, env=told, capture_output=True, text=True, timeout=120)
