// What the server says of users, the audit log and licences, as far as its OpenAPI document has no schemas of it yet. Times are RFC 3339.

import type { AuditDelivery, AuditEvent, AuditWebhook } from "./api-types";

export type {
  AuditDelivery as Delivery, AuditEvent, AuditPage, AuditStatus, AuditVerdict as AuditCheck, AuditVerification as Verification, AuditWebhook as Webhook,
  AuditWebhookTest as WebhookTest, Limits, ProxyAuthentication as ProxySignIn, Role, Roles, Token as TokenRecord, User,
  ViewerLink,
} from "./api-types";

export type AuditOutcome = AuditEvent["outcome"];

export type Permission =
  | "monitoring:read" | "monitoring:write" | "settings:read" | "settings:write" | "users:manage" | "audit:read" | "audit:manage" | "license:manage" | "config:export" | "config:import";

export interface SignInOptions {
  password: boolean;
  passkeys: boolean;
  oidc: { name: string } | null;
  proxy: boolean;
}

/** A question for an authenticator; everything binary is base64url. */
export interface PasskeyQuestion {
  challengeId: string;
  publicKey: {
    challenge: string;
    rpId: string;
    allowCredentials: { type: "public-key"; id: string }[];
    userVerification: UserVerificationRequirement;
    timeout: number;
  };
}

export interface PasskeyOffer {
  challengeId: string;
  publicKey: {
    challenge: string;
    rp: { id: string; name: string };
    user: { id: string; name: string; displayName: string };
    pubKeyCredParams: { type: "public-key"; alg: number }[];
    excludeCredentials: { type: "public-key"; id: string }[];
    authenticatorSelection: AuthenticatorSelectionCriteria;
    attestation: AttestationConveyancePreference;
    timeout: number;
  };
}

export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface Account {
  name: string;
  origin: Origin;
  roles: string[];
  totp: boolean;
  recoveryCodesLeft: number;
  passkeys: Passkey[];
  passkeysPossible: boolean;
}

export type Origin = "local" | "oidc" | "proxy";

export interface OIDCSettings {
  enabled: boolean;
  name: string;
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  scopes: string[];
  usernameClaim: string;
  emailClaim: string;
  groupsClaim: string;
  allowedGroups: string[];
  allowedDomains: string[];
  allowedEmails: string[];
  roleMapping: { group: string; role: string }[];
  defaultRole: string | null;
  hideLocalSignIn: boolean;
  certificateAuthority: string | null;
  redirectURI: string;
}

export interface OIDCTest {
  issuer: string | null;
  authorizationEndpoint: string | null;
  tokenEndpoint: string | null;
  jwksURI: string | null;
  keys: number;
  problems: string[];
}

export interface OIDCPreview {
  claims: Record<string, string>;
  user: string | null;
  roles: string[];
  allowed: boolean;
  reason: string | null;
}

export type WebhookKind = AuditWebhook["kind"];
export type WebhookFormat = AuditWebhook["format"];

export interface WebhookDraft {
  name: string;
  kind: WebhookKind;
  format: WebhookFormat;
  url: string;
  filter: { events: string[]; outcomes: AuditOutcome[] };
  allowPrivateNetworks: boolean;
  certificateAuthority: string;
  secret?: string;
  paused?: boolean;
}

export type DeliveryState = AuditDelivery["state"];

export type Replay = { ids: string[] } | { fromSequence: number; toSequence: number } | { dead: true };

export interface LicenceStatus {
  valid: boolean;
  state: "none" | "active" | "grace_period" | "expired" | "clock_set_back" | "unreadable" | "not_genuine";
  sentence: string;
  tier: string;
  license_id: string | null;
  email: string | null;
  expires_at: string | null;
  is_lifetime: boolean;
  days_remaining: number | null;
  features: string[];
  in_grace_period: boolean;
  grace_period_end: string | null;
  max_nodes: number | null;
  max_guests: number | null;
}

export interface LicenceFeatures {
  license_status: string;
  features: Record<string, boolean>;
  upgrade_url: string;
}

export interface ImportAnswer {
  status: string;
  dryRun: boolean;
  changes: { section: string; action: "add" | "change" | "remove" | "keep"; name: string; sentence: string }[];
  message: string;
}
