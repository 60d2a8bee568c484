import { useMemo } from "react";
import { bytes, naturally, printable } from "../app/format";
import type { DomainMail, MailBackup, Virus } from "../app/ledger-api";
import { Ago, Name } from "../app/parts";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { LongTable, type LongColumn } from "./LongTable";
import { Part } from "./Part";
import { ledgerWords } from "./text-ledger";
import { useLedger } from "./useLedger";

const words = ledgerWords.week;
const domainNames = words.domains.columns;

/** What a mail gateway counted in seven days by domain and by virus, and the backups of its settings that lie on it. */
export function MailWeek({ source }: { source: string }) {
  return (
    <div className="ledger">
      <Part title={words.domains.title} source={source} asked={useLedger("mail-domains", { source })} none={words.domains.none}>{(items) => <Domains items={items} />}</Part>
      <Part title={words.viruses.title} source={source} asked={useLedger("viruses", { source })} none={words.viruses.none}>{(items) => <Viruses items={items} />}</Part>
      <Part title={words.backups.title} source={source} asked={useLedger("mail-backups", { source })} none={words.backups.none}>{(items) => <Backups items={items} />}</Part>
    </div>
  );
}

const unknown = <span className="muted">–</span>;

function amount(key: string, label: string, value: (one: DomainMail) => number | null, shown = (many: number): string => many.toLocaleString("en")): LongColumn<DomainMail> {
  return {
    key, label, value, width: 76, right: true, narrow: key !== "bytes", largestFirst: true,
    cell: (one) => {
      const many = value(one);
      return many === null ? unknown : <span className="figure">{shown(many)}</span>;
    },
  };
}

const domainColumns: readonly LongColumn<DomainMail>[] = [
  { key: "name", label: domainNames.domain, width: 160, narrow: true, value: (one) => one.domain, cell: (one) => <span className="cut" title={printable(one.domain)}><bdi>{printable(one.domain)}</bdi></span> },
  amount("incoming", domainNames.incoming, (one) => one.incoming),
  amount("outgoing", domainNames.outgoing, (one) => one.outgoing),
  amount("spam", domainNames.spam, (one) => one.spam),
  amount("virus", domainNames.virus, (one) => one.virus),
  amount("bytes", domainNames.bytes, (one) => one.bytes, bytes),
];

function Domains({ items }: { items: readonly DomainMail[] }) {
  const sorted = useMemo(() => [...items].sort((a, b) => b.incoming + b.outgoing - a.incoming - a.outgoing || naturally(a.domain, b.domain)), [items]);
  return <LongTable label={words.domains.title} columns={domainColumns} items={sorted} id={(one) => one.domain} />;
}

const virusColumns: readonly PlainColumn<Virus>[] = [
  { key: "name", label: words.viruses.columns.name, cell: (one) => <bdi className="break">{printable(one.name)}</bdi> },
  { key: "count", label: words.viruses.columns.count, right: true, cell: (one) => one.count.toLocaleString("en") },
];

function Viruses({ items }: { items: readonly Virus[] }) {
  const sorted = useMemo(() => [...items].sort((a, b) => b.count - a.count), [items]);
  return <PlainTable label={words.viruses.title} columns={virusColumns} items={sorted} id={(one) => one.name} />;
}

const backupColumns: readonly PlainColumn<MailBackup>[] = [
  { key: "file", label: words.backups.columns.file, cell: (one) => <bdi className="break">{printable(one.file)}</bdi> },
  { key: "at", label: words.backups.columns.at, cell: (one) => <Ago at={one.at} /> },
  { key: "node", label: words.backups.columns.node, wide: true, cell: (one) => (one.node === null ? unknown : <Name>{one.node}</Name>) },
  { key: "size", label: words.backups.columns.size, right: true, cell: (one) => (one.size === null ? unknown : bytes(one.size)) },
];

function Backups({ items }: { items: readonly MailBackup[] }) {
  const sorted = useMemo(() => [...items].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)), [items]);
  return <PlainTable label={words.backups.title} columns={backupColumns} items={sorted} id={(one) => `${one.node ?? ""} ${one.file}`} />;
}
