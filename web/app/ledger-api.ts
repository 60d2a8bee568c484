// What nodes, guests, Ceph and mail gateways say in lists; fetched with the tab that shows it.
import { call } from "./api";
import type {
  CephItem, CephPage, CertificateItem, CertificatePage, DatastoreJobItem, DatastoreJobPage, KernelItem, KernelPage, LedgerSection, MailBackupItem, MailBackupPage, MailDomainItem, MailDomainPage, MailQueueItem, MailQueuePage, ServiceItem, ServicePage, SnapshotItem, SnapshotPage, SubscriptionItem, SubscriptionPage, TapeChangerItem, TapeChangerPage, TapeDriveItem, TapeDrivePage, TapeItem, TapePage, TrafficRuleItem, TrafficRulePage, UpdateItem, UpdatePage, VirusItem, VirusPage,
} from "./api-types";

export type { CephItem as Ceph, CertificateItem as Certificate, DatastoreJobItem as DatastoreJob, KernelItem as Kernel, MailBackupItem as MailBackup, MailDomainItem as DomainMail, MailQueueItem as MailQueue, ServiceItem as Service, SnapshotItem as Snapshot, SubscriptionItem as Subscription, TapeChangerItem as TapeChanger, TapeDriveItem as TapeDrive, TapeItem as Tape, TrafficRuleItem as TrafficRule, UpdateItem as Update, VirusItem as Virus };
export type CephCheck = CephItem["checks"][number];
export type CephDaemon = NonNullable<CephItem["osds"]>[number];
/** A domain with what waits for it. `byAge` is how many wait for at most 5, 10, 20 … 1280 minutes; the last for longer. */
export type MailDomain = MailQueueItem["domains"][number];

interface Pages {
  services: ServicePage;
  certificates: CertificatePage;
  updates: UpdatePage;
  kernels: KernelPage;
  subscriptions: SubscriptionPage;
  traffic: TrafficRulePage;
  snapshots: SnapshotPage;
  ceph: CephPage;
  mail: MailQueuePage;
  "mail-domains": MailDomainPage;
  viruses: VirusPage;
  "mail-backups": MailBackupPage;
  tapes: TapePage;
  "tape-drives": TapeDrivePage;
  "tape-changers": TapeChangerPage;
  "datastore-jobs": DatastoreJobPage;
}

export type LedgerName = keyof Pages;

export type Ledgers = { [Name in LedgerName]: Pages[Name]["items"][number] };

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
  const { sections, items, total } = await call<Pages[Name]>("GET", `ledger/${name}?${asked.join("&")}&limit=${most}`, { signal });
  // What others said of theirs says nothing of this.
  const own = sections.filter((section) => (node === undefined || section.node === null || section.node === node) && (guest === undefined || section.guest === null || section.guest === guest));
  return { sections: own, items: items as Ledgers[Name][], total };
}
