import type { PasskeyOffer, PasskeyQuestion } from "../app/security-types";
import { text } from "../app/text";

export function toBase64URL(bytes: ArrayBuffer): string {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function fromBase64URL(text: string): ArrayBuffer {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes.buffer;
}

const credentials = (some: readonly { type: "public-key"; id: string }[]): PublicKeyCredentialDescriptor[] => some.map(({ type, id }) => ({ type, id: fromBase64URL(id) }));

/** What the browser takes for a new key. */
export function creationOptions({ publicKey }: PasskeyOffer): PublicKeyCredentialCreationOptions {
  return {
    ...publicKey, challenge: fromBase64URL(publicKey.challenge), user: { ...publicKey.user, id: fromBase64URL(publicKey.user.id) }, excludeCredentials: credentials(publicKey.excludeCredentials),
  };
}

/** What the browser takes for signing in. */
export function requestOptions({ publicKey }: PasskeyQuestion): PublicKeyCredentialRequestOptions {
  return { ...publicKey, challenge: fromBase64URL(publicKey.challenge), allowCredentials: credentials(publicKey.allowCredentials) };
}

/** A new key, as the server takes it. */
export async function createPasskey(offer: PasskeyOffer): Promise<{ id: string; clientDataJSON: string; attestationObject: string }> {
  const made = await navigator.credentials.create({ publicKey: creationOptions(offer) });
  if (!(made instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
  const response = made.response as AuthenticatorAttestationResponse;
  return { id: toBase64URL(made.rawId), clientDataJSON: toBase64URL(response.clientDataJSON), attestationObject: toBase64URL(response.attestationObject) };
}

/** The answer of a key to a question of the server. */
export async function answerByPasskey(question: PasskeyQuestion): Promise<Record<string, string>> {
  const used = await navigator.credentials.get({ publicKey: requestOptions(question) });
  if (!(used instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
  const response = used.response as AuthenticatorAssertionResponse;
  return {
    id: toBase64URL(used.rawId), clientDataJSON: toBase64URL(response.clientDataJSON), authenticatorData: toBase64URL(response.authenticatorData), signature: toBase64URL(response.signature),
    ...(response.userHandle && response.userHandle.byteLength > 0 ? { userHandle: toBase64URL(response.userHandle) } : {}),
  };
}

/** What a browser said, in words. */
export function passkeyFailure(failure: unknown): string {
  const name = failure instanceof DOMException ? failure.name : String(failure);
  return text.signIn.passkeyErrors[name] ?? text.signIn.passkeyFailed(name);
}

export type Obstacle = "address" | "insecure" | "browser" | "server";

/** Why there can be no passkeys here, if so: what the person can change comes first. */
export function passkeyObstacle({ hostname, secure, known, possible }: { hostname: string; secure: boolean; known: boolean; possible: boolean }): Obstacle | null {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(hostname) || hostname.includes(":")) return "address";
  if (!secure) return "insecure";
  if (!known) return "browser";
  return possible ? null : "server";
}

/** The same, of this page. */
export function obstacleHere(possible: boolean): Obstacle | null {
  return passkeyObstacle({ hostname: location.hostname, secure: isSecureContext, known: typeof PublicKeyCredential === "function", possible });
}
