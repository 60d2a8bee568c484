"""A real OpenID provider on loopback: nanoidp, in its strictest profile, which demands PKCE. Its pages are without styles here; they want a network."""

import json
import sys
import urllib.request

from programs import PATIENCE, Program, free_port, until

# Of letters that are the same with and without the encoding of RFC 6749 section 2.3.1, which this provider does not undo.
SECRET = "the-secret-of-the-client"
PERSON, PASSWORD = "kim", "kim's long password"


class Provider(Program):
    def __init__(self, directory, callback, groups=("staff", "pulse-admins"), port=None):
        self.port = port or free_port()
        self.issuer = f"http://localhost:{self.port}"
        folder = directory / "provider"
        folder.mkdir(exist_ok=True)
        # Its settings are YAML, of which JSON is a part.
        (folder / "settings.yaml").write_text(json.dumps({
            "config_version": 1, "server": {"host": "127.0.0.1", "port": self.port}, "jwt": {"keys_dir": str(folder / "keys")},
            "oauth": {"issuer": self.issuer, "audience": "pulse", "token_expiry_minutes": 5, "clients": [
                {"client_id": "pulse", "client_secret": SECRET, "description": "Pulse", "redirect_uris": [callback]}]}}))
        (folder / "users.yaml").write_text(json.dumps({"config_version": 1, "users": {
            PERSON: {"password": PASSWORD, "email": "kim@example.org", "email_verified": True, "roles": ["USER"], "groups": list(groups)}}}))
        super().__init__("provider", [
            sys.executable, "-m", "nanoidp", "--config", folder, "--profile", "oauth21", "--port", self.port], directory)
        until(self.answers, "the provider answers", pause=0.2)

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"The provider ended:\n{self.log.read_text(errors='replace')[-3000:]}")
        try:
            return self.keys()
        except OSError:
            return None

    def keys(self):
        with urllib.request.urlopen(f"{self.issuer}/.well-known/jwks.json", timeout=PATIENCE) as answer:
            return [key["kid"] for key in json.load(answer)["keys"]]

    def sign_in(self, screen):
        """What a person does at the page of the provider."""
        screen.see("input[name=username]").send_keys(PERSON)
        screen.see("input[name=password]").send_keys(PASSWORD)
        screen.see("button[type=submit]").click()
