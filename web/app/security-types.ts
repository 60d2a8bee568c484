// What the server says of users, the audit log and licences, as far as its OpenAPI document has no schemas of it yet. Times are RFC 3339.

import type { AuditDelivery, AuditEvent, AuditWebhook } from "./api-types";

export type {
  AuditDelivery as Delivery, AuditEvent, AuditPage, AuditStatus, AuditVerdict as AuditCheck, AuditVerification as Verification, AuditWebhook as Webhook,
  Account, AuditWebhookTest as WebhookTest, ImportedConfiguration as ImportAnswer, LicenseFeatures as LicenceFeatures, LicenseStatus as LicenceStatus, Limits, OIDCReport as OIDCTest,
  OIDCSettings, OIDCTrial as OIDCPreview, Passkey, ProxyAuthentication as ProxySignIn, Role, Roles, Token as TokenRecord, User,
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

