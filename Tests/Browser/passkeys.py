"""Passkeys in a page: chromium's own virtual authenticator, and the calls that a page makes with it."""

import json

# What a page does with the answers of Pulse: bytes are base64url on the wire and buffers in the browser.
HELPERS = """
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const call = async (method, path, body) => {
    const session = await (await fetch('api/session')).json();
    const answer = await fetch('api/' + path, {method, headers: {'Content-Type': 'application/json', 'X-CSRF-Token': session.csrfToken ?? ''}, body: body && JSON.stringify(body)});
    return {status: answer.status, body: answer.status === 204 ? null : await answer.json()};
};
"""
REGISTER = """
const asked = await call('POST', 'account/passkeys/options');
if (asked.status !== 200) return asked;
const options = asked.body.publicKey;
options.challenge = bytes(options.challenge);
options.user.id = bytes(options.user.id);
options.excludeCredentials = options.excludeCredentials.map((one) => ({...one, id: bytes(one.id)}));
const made = await navigator.credentials.create({publicKey: options});
return await call('POST', 'account/passkeys', {challengeId: asked.body.challengeId, name: arguments[0], credential: {
    id: made.id, clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject)}});
"""
SIGN_IN = """
const asked = await call('POST', 'login/passkey/options', {});
if (asked.status !== 200) return asked;
const options = asked.body.publicKey;
options.challenge = bytes(options.challenge);
const used = await navigator.credentials.get({publicKey: options});
const credential = {id: used.id, clientDataJSON: text(used.response.clientDataJSON), authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature), userHandle: used.response.userHandle && text(used.response.userHandle)};
return await call('POST', 'login/passkey', {challengeId: asked.body.challengeId, credential});
"""


class Authenticator:
    """A security key or phone, as far as the browser can tell."""

    def __init__(self, driver, verified=True, **options):
        self.driver = driver
        driver.execute_cdp_cmd("WebAuthn.enable", {})
        self.id = driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": verified,
            "automaticPresenceSimulation": True, **options}})["authenticatorId"]

    def credentials(self):
        return self.driver.execute_cdp_cmd("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def copy(self, credential, **change):
        """Puts a credential with another counter in the place of the one that it was read from."""
        self.driver.execute_cdp_cmd("WebAuthn.removeCredential", {"authenticatorId": self.id, "credentialId": credential["credentialId"]})
        self.driver.execute_cdp_cmd("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": {**credential, **change}})

    def remove(self):
        self.driver.execute_cdp_cmd("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})
        self.driver.execute_cdp_cmd("WebAuthn.disable", {})


def in_page(driver, script, *arguments):
    """Runs a script with `await` in the page; a refusal of the browser comes back as {'refused': name}."""
    wrapped = f"""const done = arguments[arguments.length - 1];
        (async function () {{ {HELPERS} {script} }}).apply(null, arguments).then(done, (refusal) => done({{refused: refusal.name, why: String(refusal)}}))"""
    return driver.execute_async_script(wrapped, *arguments)


def shown(answer):
    return json.dumps(answer)
