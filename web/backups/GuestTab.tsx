import type { BackupReason, CoveringJob, FailedBackupTask, GuestBackupDetail } from "../app/api-types";
import { ago, printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { Refused } from "../app/notices";
import { Ago, Loading, Name, State } from "../app/parts";
import { store, useNow } from "../app/store";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { ExcludedDisks, Until, VerdictCell } from "./boardColumns";
import { Points } from "./RestorePoints";
import { hides } from "./rows";
import { backupWords } from "./text-backups";
import { useGuestBackups } from "./useBackups";

const words = backupWords.guest;
const names = words.columns;

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
  const hidden = guest.reasons.filter(hides);
  return (
    <section aria-label={words.reasons}>
      <p><VerdictCell guest={guest} /></p>
      <Reasons reasons={guest.reasons.filter((reason) => !hides(reason))} />
      {hidden.length === 0 ? null : (
        <details className="obstacles" open={guest.verdict === "unknown"}>
          <summary><StateShape level="unknown" /> {backupWords.told.title} <span className="muted figure">{hidden.length.toLocaleString("en")}</span></summary>
          <Reasons reasons={hidden} />
        </details>
      )}
    </section>
  );
}

/** What to do is said once, below all that it mends. */
function Reasons({ reasons }: { reasons: readonly BackupReason[] }) {
  const steps = [...new Set(reasons.map(({ nextStep }) => nextStep))];
  return (
    <ul className="reasons">
      {steps.map((step) => (
        <li key={step ?? ""}>
          {reasons.filter(({ nextStep }) => nextStep === step).map((reason, index) => <p key={`${reason.code}${index}`}><bdi>{printable(reason.sentence)}</bdi></p>)}
          {step ? <span className="why break"><bdi>{printable(step)}</bdi></span> : null}
        </li>
      ))}
    </ul>
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
