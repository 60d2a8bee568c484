import { text } from "../app/text";

const words = text.signIn;

/** `#link=SECRET`: what somebody opened the page with. */
export function linkSecret(hash: string): string | null {
  const secret = new URLSearchParams(hash.replace(/^#/, "")).get("link");
  return secret === null || secret === "" ? null : secret;
}

/** Why the provider sent somebody back without a session, in words. */
export function arrivalError(search: string): string | null {
  const code = new URLSearchParams(search).get("sign-in-error");
  return code === null ? null : words.errors[code] ?? words.errorOf(code.slice(0, 60));
}

/** To the provider, and from there back to what was asked for. */
export function oidcAddress(path: string, search: string): string {
  const query = new URLSearchParams(search);
  query.delete("sign-in-error");
  const rest = query.toString();
  return `./api/oidc/login?returnTo=${encodeURIComponent(path + (rest === "" ? "" : `?${rest}`))}`;
}
