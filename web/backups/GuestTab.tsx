import { useState } from "react";
import type { CoveringJob, FailedBackupTask, GuestBackupDetail, RestorePoint } from "../app/api-types";
import { absolute, ago, bytes, printable } from "../app/format";
import { Refused } from "../app/notices";
import { Ago, Loading, Name, State } from "../app/parts";
import { store, useNow } from "../app/store";
import type { Level } from "../app/trouble";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { ExcludedDisks, Until, VerdictCell } from "./boardColumns";
import { placeName } from "./Leftovers";
import { backupWords } from "./text-backups";
import { stateOf, type PointState } from "./marks";
import { Timeline } from "./Timeline";
import { useGuestBackups } from "./useBackups";

const words = backupWords.guest;
const names = words.columns;
const levels: Record<PointState, Level> = { verified: "ok", good: "ok", bad: "critical" };
/** Restore points that are listed at first. */
const most = 20;

/** What one guest could be restored from, and what makes its backups. */
export function GuestTab({ id }: { id: string }) {
  const { answer: guest, error, reload } = useGuestBackups(id);
  if (!guest && !error) return <Loading />;
  if (!guest) return error?.status === 404 ? <p className="muted">{words.notThere}</p> : error ? <Refused error={error} onRetry={reload} /> : null;
  return (
    <div className="guest-backups">
      {error ? <Refused error={error} onRetry={reload} /> : null}
      <Verdict guest={guest} />
      <Points guest={guest} />
      <Jobs guest={guest} />
      <Failures failures={guest.failures} />
      <Snapshots guest={guest} />
    </div>
  );
}

function Verdict({ guest }: { guest: GuestBackupDetail }) {
  return (
    <section aria-label={words.reasons}>
      <p><VerdictCell guest={guest} /></p>
      <ul className="reasons">
        {guest.reasons.map((reason, index) => (
          <li key={`${reason.code}${index}`}><bdi>{printable(reason.sentence)}</bdi>{reason.nextStep ? <span className="why"><bdi>{printable(reason.nextStep)}</bdi></span> : null}</li>
        ))}
      </ul>
    </section>
  );
}

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

function Points({ guest }: { guest: GuestBackupDetail }) {
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

const jobColumns: readonly PlainColumn<CoveringJob>[] = [
  { key: "job", label: names.job, cell: (job) => <><Name>{job.comment !== null && job.comment !== "" ? job.comment : job.id}</Name> {job.enabled ? null : <span className="badge">{words.disabled}</span>}</> },
  { key: "schedule", label: names.schedule, cell: (job) => (job.schedule === null ? "–" : <code>{printable(job.schedule)}</code>) },
  { key: "storage", label: names.storage, cell: (job) => (job.storage === null ? "–" : <Name>{job.storage}</Name>) },
  { key: "next", label: names.next, cell: (job) => (job.enabled ? <Until at={job.nextAt} /> : <span className="muted">–</span>) },
  { key: "disks", label: names.disks, cell: (job) => <ExcludedDisks disks={job.excludedDisks} /> },
];

function Jobs({ guest }: { guest: GuestBackupDetail }) {
  const known = guest.reasons.some((reason) => reason.code === "no_job");
  return (
    <section aria-label={words.jobs}>
      <h3>{words.jobs}</h3>
      {guest.jobs.length > 0 ? <PlainTable label={words.jobs} columns={jobColumns} items={guest.jobs} id={(job) => job.id} /> : (
        <p className={known ? "muted" : "hatched"}>{known ? words.noJobs : words.noJobsUnknown}</p>
      )}
    </section>
  );
}

function Failures({ failures }: { failures: readonly FailedBackupTask[] }) {
  return (
    <section aria-label={words.failures}>
      <h3>{words.failures} <span className="muted figure">{failures.length === 0 ? "" : failures.length.toLocaleString("en")}</span></h3>
      {failures.length === 0 ? <p className="muted">{words.noFailures}</p> : (
        <ul className="failures">
          {failures.map((failure) => (
            <li key={failure.id}>
              <p><State level="critical"><bdi>{printable(failure.error)}</bdi></State> <span className="muted"><Ago at={failure.at} /> · <bdi>{printable(failure.node)}</bdi></span></p>
              {failure.lastLines.length === 0 ? <p className="muted">{words.noLines}</p> : (
                <details><summary>{words.lastLines}</summary><pre tabIndex={0} role="group" aria-label={words.lastLines}>{failure.lastLines.map(printable).join("\n")}</pre></details>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Snapshots({ guest }: { guest: GuestBackupDetail }) {
  useNow();
  if (!guest.snapshots) return null;
  return (
    <section aria-label={words.snapshots}>
      <h3>{words.snapshots}</h3>
      <p className="muted">{words.snapshotLine(guest.snapshots, guest.oldestSnapshotAt === null ? null : ago(guest.oldestSnapshotAt, store.now()))}</p>
    </section>
  );
}
