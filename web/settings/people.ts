import type { Limits } from "../app/security-types";
import type { Kind } from "../app/types";
import { text } from "../app/text";
import { linesOf, wrongNetwork } from "../forms/lists";

const words = text.users;
export const shortestPassword = 12;

/** What stands in the form of a user. */
export interface UserFields {
  name: string;
  /** Empty keeps the stored one. */
  password: string;
  roles: string[];
  disabled: boolean;
}

export const emptyUser: UserFields = { name: "", password: "", roles: [], disabled: false };

/** Why a password is too short, or null. */
export function shortPassword(password: string): string | null {
  const missing = shortestPassword - [...password].length;
  return missing > 0 ? text.access.passwordShort(missing) : null;
}

export function userMistakes(fields: UserFields, stored: boolean): Partial<Record<keyof UserFields, string>> {
  const mistakes: Partial<Record<keyof UserFields, string>> = {};
  const name = fields.name.trim();
  if (name === "") mistakes.name = words.nameMissing;
  else if (!stored && !/^[\p{L}\p{N}._@-]{1,64}$/u.test(name)) mistakes.name = words.nameWrong;
  const short = stored && fields.password === "" ? null : shortPassword(fields.password);
  if (short) mistakes.password = short;
  if (fields.roles.length === 0) mistakes.roles = words.rolesMissing;
  return mistakes;
}

/** Limits as the fields of a form: sources and tags one a line. */
export interface LimitFields {
  sources: string;
  tags: string;
  kinds: Kind[];
}

export const noLimits: LimitFields = { sources: "", tags: "", kinds: [] };
export const limitedKinds: readonly Kind[] = ["cluster", "node", "guest", "storage", "host", "datastore", "pool", "disk", "ceph", "mail", "container", "swarm-service", "k8s-cluster", "k8s-node", "k8s-pod", "k8s-deployment", "k8s-statefulset", "k8s-daemonset", "k8s-job", "k8s-cronjob", "k8s-claim"];

export function limitFields(limits: Limits): LimitFields {
  return { sources: (limits.sources ?? []).join("\n"), tags: (limits.tags ?? []).join("\n"), kinds: limits.kinds ?? [] };
}

export function limitsOf(fields: LimitFields): Limits {
  return { sources: linesOf(fields.sources), tags: linesOf(fields.tags), kinds: fields.kinds };
}

/** `source lab, tag prod`, or that there are none. */
export function limitWords(limits: Limits): string {
  const parts: [string, string[]][] = [[words.limitSources, limits.sources ?? []], [words.limitTags, limits.tags ?? []], [words.limitKinds, limits.kinds ?? []]];
  return parts.filter(([, some]) => some.length > 0).map(([label, some]) => `${label}: ${some.join(", ")}`).join("; ") || words.unlimited;
}

/** A part of the estate has no settings and no audit log, which name everything. */
export function roleMistakes(name: string, permissions: readonly string[], limits: LimitFields): { name: string | null; permissions: string | null } {
  const { sources = [], tags = [], kinds = [] } = limitsOf(limits);
  const limited = sources.length + tags.length + kinds.length > 0;
  const wider = permissions.some((one) => !one.startsWith("monitoring:"));
  return { name: name.trim() === "" ? text.tokens.nameMissing : null, permissions: permissions.length === 0 ? words.permissionsMissing : limited && wider ? words.limitedWider : null };
}

export interface TokenFields {
  name: string;
  scopes: string[];
  /** Days, or empty for never. */
  expiry: string;
  networks: string;
}

export const emptyToken: TokenFields = { name: "", scopes: [], expiry: "90", networks: "" };

export function tokenMistakes(fields: TokenFields): Partial<Record<keyof TokenFields, string>> {
  const mistakes: Partial<Record<keyof TokenFields, string>> = {};
  if (fields.name.trim() === "") mistakes.name = text.tokens.nameMissing;
  if (fields.scopes.length === 0) mistakes.scopes = text.tokens.scopesMissing;
  const wrong = wrongNetwork(linesOf(fields.networks));
  if (wrong !== null) mistakes.networks = text.tokens.networksWrong(wrong);
  return mistakes;
}

export function tokenDraft(fields: TokenFields): { name: string; scopes: string[]; expiresInDays?: number; networks?: string[] } {
  const networks = linesOf(fields.networks);
  return { name: fields.name.trim(), scopes: fields.scopes, ...(fields.expiry === "" ? {} : { expiresInDays: Number(fields.expiry) }), ...(networks.length === 0 ? {} : { networks }) };
}
