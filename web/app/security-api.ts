// Calls that only the pages of security and administration make; fetched with them.
import { call } from "./api";
import type {
  Account, AuditCheck, AuditPage, AuditStatus, Delivery, DeliveryState, ImportAnswer, LicenceFeatures, LicenceStatus, Limits, OIDCPreview, OIDCSettings, OIDCTest, Passkey,
  PasskeyOffer, ProxySignIn, Replay, Role, Roles, TokenRecord, User, Verification, ViewerLink, Webhook, WebhookDraft, WebhookTest,
} from "./security-types";

const of = encodeURIComponent;
const endpoints = "admin/webhooks/audit/endpoints";

export type OIDCDraft = Omit<OIDCSettings, "hasSecret" | "redirectURI" | "managed"> & { clientSecret?: string };
export type RoleDraft = Pick<Role, "name" | "permissions" | "limits">;

export const audit = {
  events: (query: string, signal: AbortSignal) => call<AuditPage>("GET", `audit?${query}`, { signal }),
  status: () => call<AuditStatus>("GET", "audit/status"),
  summary: () => call<{ events_by_type: Record<string, number>; events_by_user: Record<string, number> }>("GET", "audit/summary"),
  verify: (id: string) => call<AuditCheck>("GET", `audit/${of(id)}/verify`),
  startVerification: () => call<Verification | undefined>("POST", "audit/verification"),
  verification: () => call<Verification>("GET", "audit/verification"),
  cancelVerification: () => call<void>("DELETE", "audit/verification"),
};

export const webhooks = {
  all: async () => (await call<{ endpoints: Webhook[] }>("GET", "admin/webhooks/audit")).endpoints,
  add: (draft: WebhookDraft) => call<{ endpoint: Webhook; secret: string | null }>("POST", endpoints, { body: draft }),
  change: (id: string, draft: Partial<WebhookDraft>) => call<Webhook>("PUT", `${endpoints}/${of(id)}`, { body: draft }),
  remove: (id: string) => call<void>("DELETE", `${endpoints}/${of(id)}`),
  test: (id: string) => call<WebhookTest>("POST", `${endpoints}/${of(id)}/test`),
  deliveries: async (id: string, state: DeliveryState | null, limit = 100) =>
    (await call<{ deliveries: Delivery[] }>("GET", `${endpoints}/${of(id)}/deliveries?limit=${limit}${state ? `&state=${state}` : ""}`)).deliveries,
  replay: (id: string, what: Replay) => call<{ queued: number }>("POST", `${endpoints}/${of(id)}/replay`, { body: what }),
  renewSecret: (id: string) => call<{ secret: string }>("POST", `${endpoints}/${of(id)}/secret`),
};

export const licence = {
  status: () => call<LicenceStatus>("GET", "license/status"),
  features: () => call<LicenceFeatures>("GET", "license/features"),
  activate: (key: string) => call<{ success: boolean; message: string }>("POST", "license/activate", { body: { license_key: key } }),
  clear: () => call<{ success: boolean; message: string }>("POST", "license/clear"),
};

export const users = {
  all: async () => (await call<{ users: User[] }>("GET", "users")).users,
  add: (draft: { name: string; password: string; roles: string[] }) => call<User>("POST", "users", { body: draft }),
  change: (name: string, change: { roles?: string[]; disabled?: boolean; password?: string }) => call<User>("PUT", `users/${of(name)}`, { body: change }),
  remove: (name: string) => call<void>("DELETE", `users/${of(name)}`),
  unlock: (name: string) => call<void>("POST", `users/${of(name)}/unlock`),
  removeSecondFactor: (name: string) => call<void>("DELETE", `users/${of(name)}/second-factor`),
  endSessions: (name: string) => call<void>("DELETE", `users/${of(name)}/sessions`),
};

export const roles = {
  all: () => call<Roles>("GET", "roles"),
  add: (draft: RoleDraft) => call<Role>("POST", "roles", { body: draft }),
  change: (id: string, draft: RoleDraft) => call<Role>("PUT", `roles/${of(id)}`, { body: draft }),
  remove: (id: string) => call<void>("DELETE", `roles/${of(id)}`),
};

export const tokens = {
  all: async () => (await call<{ tokens: TokenRecord[] }>("GET", "security/tokens")).tokens,
  add: (draft: { name: string; scopes: string[]; expiresInDays?: number; networks?: string[] }) =>
    call<{ token: string; record: TokenRecord }>("POST", "security/tokens", { body: draft }),
  rotate: (id: string) => call<{ token: string; record: TokenRecord }>("POST", `security/tokens/${of(id)}/rotate`),
  revoke: (id: string) => call<void>("DELETE", `security/tokens/${of(id)}`),
};

export const viewerLinks = {
  all: async () => (await call<{ links: ViewerLink[] }>("GET", "viewer-links")).links,
  add: (draft: { name: string; expiresInDays: number; limits?: Limits }) => call<{ secret: string; path: string; record: ViewerLink }>("POST", "viewer-links", { body: draft }),
  remove: (id: string) => call<void>("DELETE", `viewer-links/${of(id)}`),
};

export const signIn = {
  oidc: () => call<OIDCSettings>("GET", "config/oidc"),
  changeOIDC: (draft: OIDCDraft) => call<OIDCSettings>("PUT", "config/oidc", { body: draft }),
  testOIDC: (draft: OIDCDraft) => call<OIDCTest>("POST", "config/oidc/test", { body: draft }),
  startPreview: (draft: OIDCDraft) => call<{ url: string }>("POST", "config/oidc/preview", { body: draft }),
  /** Undefined until somebody has signed in there. */
  preview: async (): Promise<OIDCPreview | undefined> => {
    const answer = await call<OIDCPreview | { error: string }>("GET", "config/oidc/preview", { alsoFine: 404 });
    return "claims" in answer ? answer : undefined;
  },
  proxy: () => call<ProxySignIn>("GET", "config/proxy-auth"),
};

export const account = {
  mine: () => call<Account>("GET", "account"),
  changePassword: (current: string, next: string) => call<void>("PUT", "account/password", { body: { current, new: next } }),
  startTOTP: () => call<{ secret: string; uri: string }>("POST", "account/totp"),
  confirmTOTP: async (code: string) => (await call<{ recoveryCodes: string[] }>("POST", "account/totp/confirm", { body: { code } })).recoveryCodes,
  removeTOTP: (code: string) => call<void>("DELETE", "account/totp", { body: { code } }),
  passkeyOptions: () => call<PasskeyOffer>("POST", "account/passkeys/options", { body: {} }),
  addPasskey: (challengeId: string, name: string, credential: unknown) => call<Passkey>("POST", "account/passkeys", { body: { challengeId, name, credential } }),
  removePasskey: (id: string) => call<void>("DELETE", `account/passkeys/${of(id)}`),
};

export const transfer = {
  exported: async (passphrase: string) => (await call<{ data: string }>("POST", "config/export", { body: { passphrase } })).data,
  import: (data: string, passphrase: string, dryRun: boolean) => call<ImportAnswer>("POST", "config/import", { body: { data, passphrase, dryRun } }),
};
