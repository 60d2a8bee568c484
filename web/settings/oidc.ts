import type { OIDCDraft } from "../app/security-api";
import type { OIDCSettings } from "../app/security-types";
import { text } from "../app/text";
import { linesOf } from "../forms/lists";

const words = text.signIn;

/** What stands in the form of the identity provider. */
export interface OIDCFields {
  enabled: boolean;
  name: string;
  issuer: string;
  clientId: string;
  /** Empty keeps the stored one. */
  clientSecret: string;
  scopes: string;
  usernameClaim: string;
  emailClaim: string;
  groupsClaim: string;
  allowedGroups: string;
  allowedDomains: string;
  allowedEmails: string;
  mapping: string;
  /** Empty refuses. */
  defaultRole: string;
  hideLocalSignIn: boolean;
  certificateAuthority: string;
}

export function oidcFields(stored: OIDCSettings): OIDCFields {
  return {
    enabled: stored.enabled, name: stored.name, issuer: stored.issuer, clientId: stored.clientId, clientSecret: "", scopes: stored.scopes.join(" "), usernameClaim: stored.usernameClaim,
    emailClaim: stored.emailClaim, groupsClaim: stored.groupsClaim, allowedGroups: stored.allowedGroups.join("\n"), allowedDomains: stored.allowedDomains.join("\n"),
    allowedEmails: stored.allowedEmails.join("\n"), mapping: stored.roleMapping.map(({ group, role }) => `${group} = ${role}`).join("\n"), defaultRole: stored.defaultRole ?? "",
    hideLocalSignIn: stored.hideLocalSignIn, certificateAuthority: stored.certificateAuthority ?? "",
  };
}

/** `group = role`, one a line; the role is what stands behind the last `=`, for groups of some directories hold one themselves. */
export function mappingOf(written: string): { group: string; role: string }[] {
  return lines(written).map((line) => {
    const at = line.lastIndexOf("=");
    return { group: line.slice(0, at).trim(), role: line.slice(at + 1).trim() };
  });
}

const lines = (written: string): string[] => written.split("\n").map((line) => line.trim()).filter((line) => line !== "");

export function oidcMistakes(fields: OIDCFields, roles: readonly string[]): Partial<Record<keyof OIDCFields, string>> {
  const mistakes: Partial<Record<keyof OIDCFields, string>> = {};
  if (!/^https?:\/\/[^\s/]+/i.test(fields.issuer.trim())) mistakes.issuer = words.issuerWrong;
  if (fields.clientId.trim() === "") mistakes.clientId = words.clientIdMissing;
  const odd = lines(fields.mapping).find((line) => !/[^=\s].*=\s*\S/.test(line));
  const stranger = mappingOf(fields.mapping).find(({ role }) => !roles.includes(role));
  if (odd !== undefined) mistakes.mapping = words.mappingWrong(odd);
  else if (stranger) mistakes.mapping = words.mappingNoRole(stranger.role);
  return mistakes;
}

export function oidcDraft(fields: OIDCFields): OIDCDraft {
  return {
    enabled: fields.enabled, name: fields.name.trim(), issuer: fields.issuer.trim(), clientId: fields.clientId.trim(), scopes: fields.scopes.split(/[\s,]+/).filter((one) => one !== ""),
    usernameClaim: fields.usernameClaim.trim(), emailClaim: fields.emailClaim.trim(), groupsClaim: fields.groupsClaim.trim(), allowedGroups: lines(fields.allowedGroups),
    allowedDomains: linesOf(fields.allowedDomains), allowedEmails: linesOf(fields.allowedEmails), roleMapping: mappingOf(fields.mapping),
    defaultRole: fields.defaultRole === "" ? null : fields.defaultRole, hideLocalSignIn: fields.hideLocalSignIn,
    certificateAuthority: fields.certificateAuthority.trim() === "" ? null : fields.certificateAuthority.trim(), ...(fields.clientSecret === "" ? {} : { clientSecret: fields.clientSecret }),
  };
}
