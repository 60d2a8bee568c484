import { later } from "../app/Later";

// Tabs that ask the server for lists: scripts of their own, fetched once somebody opens one.

export const SystemTab = later<{ source: string; node: string }>(() => import("../ledger/SystemTab").then((script) => script.SystemTab));
export const SnapshotsTab = later<{ source: string; guest: string }>(() => import("../ledger/SnapshotsTab").then((script) => script.SnapshotsTab));
export const CephTab = later<{ source: string }>(() => import("../ledger/CephTab").then((script) => script.CephTab));
export const MailWeek = later<{ source: string }>(() => import("../ledger/MailWeek").then((script) => script.MailWeek));
export const MailQueues = later<{ source: string }>(() => import("../ledger/MailQueues").then((script) => script.MailQueues));
