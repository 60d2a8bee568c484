import type { SignInOptions } from "../app/security-types";
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

/** Whether only other ways are offered; `?local=1` brings the password back when the provider is away. */
export function hidesPassword(options: Pick<SignInOptions, "password"> | null, search: string): boolean {
  return options !== null && !options.password && new URLSearchParams(search).get("local") === null;
}

/** To the provider, and from there back to what was asked for. */
export function oidcAddress(path: string, search: string): string {
  const query = new URLSearchParams(search);
  query.delete("sign-in-error");
  const rest = query.toString();
  return `./api/oidc/login?returnTo=${encodeURIComponent(path + (rest === "" ? "" : `?${rest}`))}`;
}
