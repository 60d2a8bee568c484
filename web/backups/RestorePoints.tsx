import { useState } from "react";
import type { GuestBackupDetail, RestorePoint } from "../app/api-types";
import { absolute, bytes, printable } from "../app/format";
import { State } from "../app/parts";
import type { Level } from "../app/trouble";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { placeName } from "./Leftovers";
import { stateOf, type PointState } from "./marks";
import { backupWords } from "./text-backups";
import { Timeline } from "./Timeline";

const words = backupWords.guest;
const names = words.columns;
const levels: Record<PointState, Level> = { verified: "ok", good: "ok", bad: "critical" };
/** Restore points that are listed at first. */
const most = 20;

const pointColumns: readonly PlainColumn<RestorePoint>[] = [
  { key: "at", label: names.at, cell: (point) => <time dateTime={point.at}>{absolute(point.at)}</time> },
  { key: "state", label: names.state, cell: (point) => <PointStateCell point={point} /> },
  { key: "size", label: names.size, right: true, cell: (point) => sizeOf(point) },
  { key: "places", label: names.places, cell: (point) => <Places point={point} /> },
];

function PointStateCell({ point }: { point: RestorePoint }) {
  const state = stateOf(point);
  return <State level={levels[state]}>{words.states[state] ?? state}</State>;
}

function sizeOf({ copies }: RestorePoint): string {
  const sizes = copies.flatMap(({ size }) => (size === null ? [] : [size]));
  return sizes.length === 0 ? "–" : bytes(Math.max(...sizes));
}

function Places({ point }: { point: RestorePoint }) {
  if (point.copies.length === 0) return <span className="muted">{words.hiddenPlace}</span>;
  return (
    <ul>
      {point.copies.map((copy, index) => (
        <li key={`${copy.name}${index}`} title={printable(copy.name)}>
          <bdi>{[...new Set(copy.places.map(placeName))].join(", ")}</bdi>
          {copy.protected ? <span className="badge">{words.protectedFlag}</span> : null}
          {copy.encrypted ? <span className="badge">{words.encrypted}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** Restore points on a time line and as a table, the newest first. */
export function Points({ guest }: { guest: GuestBackupDetail }) {
  const [all, setAll] = useState(false);
  const newest = [...guest.timeline].reverse();
  const shown = all ? newest : newest.slice(0, most);
  return (
    <section aria-label={words.points}>
      <h3>{words.points} <span className="muted figure">{guest.timeline.length === 0 ? "" : `${guest.timeline.length.toLocaleString("en")} · ${words.size(bytes(guest.bytes))}`}</span></h3>
      {newest.length === 0 ? <p className={guest.verdict === "unknown" ? "hatched" : "muted"}>{guest.verdict === "unknown" ? words.noPointsUnknown : words.noPoints}</p> : (
        <>
          <Timeline points={guest.timeline} failures={guest.failures} />
          <PlainTable label={words.points} columns={pointColumns} items={shown} id={(point) => point.at} />
          {shown.length < newest.length ? <button type="button" onClick={() => setAll(true)}>{words.older(newest.length - shown.length)}</button> : null}
        </>
      )}
    </section>
  );
}
