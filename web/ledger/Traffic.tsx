import { byteRate, printable } from "../app/format";
import type { TrafficRule } from "../app/ledger-api";
import { Name } from "../app/parts";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { Part } from "./Part";
import { ledgerWords } from "./text-ledger";
import { useLedger } from "./useLedger";

const words = ledgerWords.traffic;

/** Rules of a backup server that limit traffic, with what flows through each now. */
export function Traffic({ source }: { source: string }) {
  return (
    <Part title={words.title} source={source} asked={useLedger("traffic", { source })} none={words.none}>
      {(items) => <PlainTable label={words.title} columns={columns} items={items} id={(one) => one.name} />}
    </Part>
  );
}

const columns: readonly PlainColumn<TrafficRule>[] = [
  { key: "name", label: words.columns.name, cell: (one) => <><Name className="strong">{one.name}</Name>{one.comment === null ? null : <div className="muted break"><bdi>{printable(one.comment)}</bdi></div>}</> },
  { key: "in", label: words.columns.in, right: true, cell: (one) => <Flow now={one.currentIn} limit={one.limitIn} /> },
  { key: "out", label: words.columns.out, right: true, cell: (one) => <Flow now={one.currentOut} limit={one.limitOut} /> },
];

function Flow({ now, limit }: { now: number | null; limit: string | null }) {
  return <>{now === null ? "–" : byteRate(now)} <div className="muted">{limit === null ? words.unlimited : words.of(printable(limit))}</div></>;
}
