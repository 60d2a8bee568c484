// What nodes, guests, Ceph and mail gateways say in lists; fetched with the tab that shows it. The rest of an item's fields stands in docs/api.md.
import { call } from "./api";
import type { LedgerItem, LedgerPage, LedgerSection } from "./api-types";

export interface Service extends LedgerItem {
  name: string;
  title: string | null;
  state: string | null;
  activeState: string | null;
  unitState: string | null;
}

export interface Certificate extends LedgerItem {
  file: string;
  subject: string | null;
  issuer: string | null;
  notBefore: string | null;
  notAfter: string | null;
  fingerprint: string | null;
}

export interface Update extends LedgerItem {
  package: string;
  title: string | null;
  installed: string | null;
  available: string;
  origin: string | null;
}

export interface Snapshot extends LedgerItem {
  name: string;
  at: string | null;
  parent: string | null;
  note: string | null;
  memory: boolean | null;
  size: number | null;
}

export interface CephCheck {
  code: string;
  severity: string;
  message: string;
  muted: boolean;
}

export interface CephDaemon {
  id: number;
  host: string | null;
  class: string | null;
  up: boolean | null;
  in: boolean | null;
  used: number | null;
  total: number | null;
}

/** Lists are null where they were not read. */
export interface Ceph extends LedgerItem {
  health: string;
  checks: CephCheck[];
  flags: string[] | null;
  osds: CephDaemon[] | null;
}

export interface MailDomain {
  domain: string;
  count: number;
  /** How many wait for at most 5, 10, 20 … 1280 minutes; the last for longer. */
  byAge: number[];
}

export interface MailQueue extends LedgerItem {
  queue: string;
  count: number;
  oldestAt: string | null;
  domains: MailDomain[];
  reasons: { reason: string; count: number }[] | null;
}

export interface Ledgers {
  services: Service;
  certificates: Certificate;
  updates: Update;
  snapshots: Snapshot;
  ceph: Ceph;
  mail: MailQueue;
}

export type LedgerName = keyof Ledgers;

/** Whose list is asked for. */
export interface About {
  source: string;
  node?: string;
  guest?: string;
}

export interface LedgerAnswer<Item> {
  sections: LedgerSection[];
  items: Item[];
  total: number;
}

/** A node or a guest has no more of anything: what is beyond is counted and not shown. */
const most = 5_000;

export async function ledger<Name extends LedgerName>(name: Name, { source, node, guest }: About, signal: AbortSignal): Promise<LedgerAnswer<Ledgers[Name]>> {
  const asked = Object.entries({ source, node, guest }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]));
  const { sections, items, total } = await call<LedgerPage>("GET", `ledger/${name}?${asked.join("&")}&limit=${most}`, { signal });
  // What others said of theirs says nothing of this.
  const own = sections.filter((section) => (node === undefined || section.node === null || section.node === node) && (guest === undefined || section.guest === null || section.guest === guest));
  return { sections: own, items: items as Ledgers[Name][], total };
}
