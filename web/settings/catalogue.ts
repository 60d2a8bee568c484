import { allows, hasAccount } from "../app/permissions";
import type { Permission } from "../app/security-types";
import { text } from "../app/text";
import { discoveryWords } from "../app/text-discovery";
import type { Session } from "../app/types";

/** The tree: groups of sections. */
export type Section = "sources" | "agents" | "profiles" | "account" | "users" | "roles" | "tokens" | "links" | "sign-in" | "licence" | "transfer" | "appearance" | "about";

export const groups: readonly { key: string; sections: readonly Section[] }[] = [
  { key: "estate", sections: ["sources", "agents", "profiles"] },
  { key: "people", sections: ["account", "users", "roles", "tokens", "links", "sign-in"] },
  { key: "system", sections: ["licence", "transfer"] },
  { key: "page", sections: ["appearance", "about"] },
];
export const sections: readonly Section[] = groups.flatMap((group) => group.sections);

/** Whether a session has anything to do in a section. */
export function opens(session: Session, section: Section): boolean {
  switch (section) {
    case "sources": case "agents": case "profiles": case "sign-in": case "licence": return allows(session, "settings:read");
    case "users": case "links": return allows(session, "users:manage");
    case "roles": case "tokens": return allows(session, "settings:read") || allows(session, "users:manage");
    case "transfer": return allows(session, "config:export") || allows(session, "config:import");
    case "account": return hasAccount(session);
    case "appearance": case "about": return true;
  }
}

/** Why a section that does not open does not. */
export function whyClosed(section: Section): string {
  const reasons: Partial<Record<Section, string>> = {
    sources: text.settings.forbidden, roles: text.users.rolesForbidden, "sign-in": text.signIn.forbidden, licence: text.licence.forbidden, users: text.users.forbidden,
    links: text.tokens.linksForbidden, tokens: text.tokens.forbidden, transfer: text.transfer.forbidden, account: text.account.forbidden,
  };
  return reasons[section] ?? text.settings.forbidden;
}

/** Every setting by its words, for the search here and the palette. */
const everySetting: { section: Section; label: string; needs?: Permission }[] = [
  { section: "sources", label: text.sources.title },
  { section: "sources", label: text.sources.add, needs: "settings:write" },
  { section: "sources", label: discoveryWords.open, needs: "settings:write" },
  { section: "agents", label: text.settings.sections.agents ?? "" },
  { section: "agents", label: text.agents.add, needs: "settings:write" },
  { section: "profiles", label: text.settings.sections.profiles ?? "" },
  { section: "account", label: text.account.title },
  { section: "account", label: text.account.change },
  { section: "account", label: text.account.totp },
  { section: "account", label: text.account.passkeys },
  { section: "users", label: text.users.title },
  { section: "users", label: text.users.add },
  { section: "roles", label: text.users.rolesTitle },
  { section: "tokens", label: text.tokens.title },
  { section: "links", label: text.tokens.linksTitle },
  { section: "sign-in", label: text.signIn.title },
  { section: "sign-in", label: text.signIn.oidc },
  { section: "sign-in", label: text.signIn.proxy },
  { section: "licence", label: text.licence.title },
  { section: "licence", label: text.licence.activate },
  { section: "transfer", label: text.transfer.title },
  { section: "appearance", label: text.settings.theme },
  { section: "appearance", label: text.settings.density },
  { section: "appearance", label: text.table.cells },
  { section: "appearance", label: text.settings.timeZone },
  { section: "about", label: text.settings.version },
];

/** Those a session has anything to do with. */
export function settingsOf(session: Session): { section: Section; label: string }[] {
  return everySetting.filter((one) => opens(session, one.section) && (one.needs === undefined || allows(session, one.needs)));
}

export function findSettings(query: string, session: Session): { section: Section; label: string }[] {
  const wanted = query.trim().toLowerCase();
  return settingsOf(session).filter((one) => `${one.label} ${text.settings.sections[one.section] ?? ""}`.toLowerCase().includes(wanted));
}
