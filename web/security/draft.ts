import type { AuditOutcome, Webhook, WebhookDraft, WebhookFormat, WebhookKind } from "../app/security-types";
import { text } from "../app/text";
import { linesOf } from "../forms/lists";

const words = text.webhooks;

/** What stands in the form of a webhook. */
export interface WebhookFields {
  name: string;
  kind: WebhookKind;
  format: WebhookFormat;
  url: string;
  events: string;
  outcomes: AuditOutcome[];
  allowPrivateNetworks: boolean;
  certificateAuthority: string;
  secret: string;
}

/** Which formats a receiver of each kind may be sent; the first is usual. */
export const formatsOf: Record<WebhookKind, readonly WebhookFormat[]> = {
  webhook: ["json", "ecs", "ocsf", "cef", "rfc5424"],
  splunk: ["hec"],
  syslog_tcp: ["rfc5424", "cef", "json", "ecs", "ocsf"],
  syslog_tls: ["rfc5424", "cef", "json", "ecs", "ocsf"],
};

export const kinds = Object.keys(formatsOf) as WebhookKind[];
const byHTTP = (kind: WebhookKind): boolean => kind === "webhook" || kind === "splunk";
/** Signed by a secret, or let in by a token. */
export const hasSecret = byHTTP;
export const hasCertificate = (kind: WebhookKind): boolean => kind !== "syslog_tcp";

export const emptyWebhook: WebhookFields = { name: "", kind: "webhook", format: "json", url: "", events: "", outcomes: [], allowPrivateNetworks: false, certificateAuthority: "", secret: "" };

export function webhookFields(stored: Webhook): WebhookFields {
  return {
    name: stored.name, kind: stored.kind, format: stored.format, url: stored.url, events: stored.filter.events.join("\n"), outcomes: stored.filter.outcomes,
    allowPrivateNetworks: stored.allowPrivateNetworks, certificateAuthority: stored.certificateAuthority ?? "", secret: "",
  };
}

export type WebhookMistakes = Partial<Record<keyof WebhookFields, string>>;

export function webhookMistakes(fields: WebhookFields, stored: boolean): WebhookMistakes {
  const mistakes: WebhookMistakes = {};
  if (fields.name.trim() === "") mistakes.name = words.nameMissing;
  const url = fields.url.trim();
  if (url === "") mistakes.url = words.urlMissing;
  else if (byHTTP(fields.kind) ? !isURL(url) : !/^(?:(?:tcp|tls|syslog):\/\/)?(?:\[[0-9a-f:]+\]|[^\s:/]+)(?::\d{1,5})?$/i.test(url)) mistakes.url = byHTTP(fields.kind) ? words.urlWrong : words.hostWrong;
  if (fields.kind === "splunk" && !stored && fields.secret.trim() === "") mistakes.secret = words.secretMissing;
  if (hasCertificate(fields.kind) && fields.certificateAuthority.trim() !== "" && !fields.certificateAuthority.includes("-----BEGIN CERTIFICATE-----")) mistakes.certificateAuthority = words.certificateWrong;
  return mistakes;
}

function isURL(written: string): boolean {
  try {
    const { protocol, hostname } = new URL(written);
    return (protocol === "https:" || protocol === "http:") && hostname !== "";
  } catch {
    return false;
  }
}

/** `siem.example:6514` as the server writes it: `tls://siem.example:6514`. */
function addressOf({ kind, url }: WebhookFields): string {
  const written = url.trim();
  return byHTTP(kind) || written.includes("://") ? written : `${kind === "syslog_tls" ? "tls" : "tcp"}://${written}`;
}

/** The body of POST and PUT. Without a new secret the stored one stays; an empty certificate takes the stored one away. */
export function webhookDraft(fields: WebhookFields): WebhookDraft {
  const certificate = fields.certificateAuthority.trim();
  const draft: WebhookDraft = {
    name: fields.name.trim(), kind: fields.kind, format: fields.format, url: addressOf(fields), filter: { events: linesOf(fields.events), outcomes: fields.outcomes },
    allowPrivateNetworks: fields.allowPrivateNetworks, certificateAuthority: hasCertificate(fields.kind) ? certificate : "",
  };
  if (hasSecret(fields.kind) && fields.secret.trim() !== "") draft.secret = fields.secret.trim();
  return draft;
}

/** A range of numbers to send again; null when it is none. */
export function rangeOf(from: string, to: string): { fromSequence: number; toSequence: number } | null {
  const numbers = [from, to].map((one) => (/^\d+$/.test(one.trim()) ? Number(one.trim()) : NaN));
  const [first = NaN, last = NaN] = numbers;
  return first >= 1 && last >= first ? { fromSequence: first, toSequence: last } : null;
}
