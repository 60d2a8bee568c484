// What the server says of users, the audit log and licences, as far as its OpenAPI document has no schemas of it yet. Times are RFC 3339.

export type { Limits, ProxyAuthentication as ProxySignIn, Role, Roles, Token as TokenRecord, User, ViewerLink } from "./api-types";

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

export type AuditOutcome = "intent" | "success" | "failure" | "denied";

export interface AuditEvent {
  id: string;
  timestamp: string;
  event: string;
  user: string;
  ip: string;
  path: string;
  success: boolean;
  details: string;
  fields?: Record<string, string>;
  signature: string | null;
  sequence: number;
  previousHash: string;
  hash: string;
  outcome: AuditOutcome;
  operation: string | null;
  actor: "user" | "token" | "local" | "system" | "anonymous" | "link" | "agent";
  keyId: string | null;
}

export interface AuditPage {
  events: AuditEvent[];
  total: number;
  /** Counting all of them would have taken too long. */
  totalIsAtLeast?: boolean;
  persistentLogging: boolean;
  older: number | null;
  newer: number | null;
}

export interface AuditCheck {
  available: boolean;
  verified: boolean;
  message: string;
  status: "verified" | "unsigned" | "failed" | "no_key";
}

export interface Checkpoint {
  sequence: number;
  root: string;
  at: string;
  publicKey: string;
}

export interface AuditStatus {
  persistent: boolean;
  writable: boolean;
  problem: string | null;
  signing: boolean;
  keyId: string | null;
  events: number;
  firstSequence: number | null;
  headSequence: number | null;
  headHash: string | null;
  checkpoint: Checkpoint | null;
  retentionDays: number;
  publicKey: string | null;
}

export interface Verification {
  state: "none" | "running" | "done" | "cancelled" | "failed";
  checked: number;
  total: number;
  startedAt: string | null;
  finishedAt: string | null;
  verdict: "intact" | "damaged" | null;
  /** Of which `problems` may be the first. */
  problemCount?: number;
  problems: { sequence: number | null; kind: string; sentence: string }[];
  unsigned: number;
  warnings: string[];
}

export type WebhookKind = "webhook" | "splunk" | "syslog_tcp" | "syslog_tls";
export type WebhookFormat = "json" | "ecs" | "ocsf" | "cef" | "rfc5424" | "hec";

export interface WebhookDraft {
  name: string;
  kind: WebhookKind;
  format: WebhookFormat;
  url: string;
  filter: { events: string[]; outcomes: string[] };
  allowPrivateNetworks: boolean;
  certificateAuthority: string;
  secret?: string;
  paused?: boolean;
}

export interface Webhook extends Omit<WebhookDraft, "secret" | "certificateAuthority"> {
  id: string;
  certificateAuthority: string | null;
  /** What was left out because the queue was full. */
  skipped?: { count: number; fromSequence: number | null; toSequence: number | null } | null;
  paused: boolean;
  disabled: { reason: string; at: string } | null;
  hasSecret: boolean;
  waiting: number;
  deadLetters: number;
  oldestWaitingAt: string | null;
  lastDeliveryAt: string | null;
  lastError: string | null;
  nextAttemptAt: string | null;
  deliveredSequence: number | null;
}

export interface WebhookTest {
  delivered: boolean;
  status: number | null;
  answer: string | null;
  error: string | null;
  milliseconds: number;
}

export type DeliveryState = "delivered" | "waiting" | "dead";

export interface Delivery {
  id: string;
  sequence: number | null;
  event: string;
  state: DeliveryState;
  attempts: number;
  at: string;
  status: number | null;
  error: string | null;
  nextAttemptAt: string | null;
}

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
