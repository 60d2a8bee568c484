import { useMemo } from "react";
import { useAnswer } from "../app/answers";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Ago, Empty, Loading, Problem, State } from "../app/parts";
import { useFindings } from "../app/patrol-store";
import type { Finding, PatrolRun } from "../app/api-types";
import { text } from "../app/text";
import type { Level } from "../app/trouble";
import { currentView, furthered, navigate, useView } from "../app/url";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { patrolAPI } from "./patrol-api";
import { FindingLink } from "./Relations";
import { patrolPage } from "./text-patrol";
import { becauseOf, blindReasons, coverageWords, took } from "./words";

const words = patrolPage.runs;
const names = words.columns;
const levels: Record<PatrolRun["status"], Level> = { healthy: "ok", issues_found: "warning", critical: "critical", error: "critical", cancelled: "off" };
const count = (value: number) => <span className={value === 0 ? "muted" : ""}>{value.toLocaleString("en")}</span>;

/** How patrol looked: when, why, at what, what it could not see, and what became of the findings. */
export function RunsSection() {
  const view = useView();
  const { round, findings } = useFindings();
  const { answer: runs, error, reload } = useAnswer(patrolAPI.runs, round.toString());
  const shown = view.more.row ?? null;
  const columns = useMemo(() => columnsWith(shown), [shown]);
  if (!runs) return error ? <div className="patrol-body"><Refused error={error} onRetry={reload} /></div> : <Loading />;
  if (runs.length === 0) return <Empty icon="patrol" title={words.emptyTitle} lead={words.emptyLead} />;
  return (
    <div className="patrol-body">
      {error ? <Refused error={error} onRetry={reload} /> : null}
      <PlainTable label={words.label} columns={columns} items={runs} id={(run) => run.id} onRow={(run) => show(run.id === shown ? null : run.id)} below={(run) => (run.id === shown ? <Details run={run} findings={findings ?? []} /> : null)} />
    </div>
  );
}

/** Which run is open stands in the address. */
function show(id: string | null): void {
  navigate({ more: furthered(currentView().more, { row: id }) }, "replace");
}

function columnsWith(shown: string | null): PlainColumn<PatrolRun>[] {
  return [
    { key: "at", label: names.at, cell: (run) => <Ago at={run.started_at} /> },
    { key: "status", label: names.status, cell: (run) => <State level={levels[run.status] ?? "unknown"}>{words.statuses[run.status] ?? run.status}</State> },
    { key: "trigger", label: names.trigger, wide: true, cell: (run) => <><bdi>{printable(becauseOf(run))}</bdi>{run.scoped ? <> <span className="badge">{words.scoped}</span></> : null}</> },
    { key: "took", label: names.took, right: true, wide: true, cell: (run) => took(run.duration_ms) },
    { key: "resources", label: names.resources, right: true, wide: true, cell: (run) => count(run.resources_checked) },
    { key: "checks", label: names.checks, right: true, wide: true, cell: (run) => count(run.checks_run) },
    { key: "new", label: names.fresh, right: true, cell: (run) => count(run.new_findings + run.regressed_findings) },
    { key: "resolved", label: names.resolved, right: true, cell: (run) => count(run.resolved_findings) },
    { key: "blind", label: names.blind, right: true, wide: true, cell: (run) => count(run.not_evaluable) },
    { key: "more", label: names.more, bare: true, cell: (run) => <More run={run} open={run.id === shown} /> },
  ];
}

function More({ run, open }: { run: PatrolRun; open: boolean }) {
  return (
    <button type="button" className="quiet" aria-expanded={open} aria-label={words.details(run.started_at)} onClick={() => show(open ? null : run.id)}>
      <Icon name={open ? "down" : "right"} size={14} />
    </button>
  );
}

function Details({ run, findings }: { run: PatrolRun; findings: readonly Finding[] }) {
  return (
    <div className="run-details">
      {run.problem ? <Problem>{printable(run.problem)}</Problem> : null}
      <p>{run.findings_summary}</p>
      <p><span className="muted">{words.coverage}:</span> {coverageWords(run, (kind) => (text.kinds[kind] ?? kind).toLowerCase())}</p>
      <p className="muted">{words.judged(run.judged, run.checks_run)}; {words.sums(run.new_findings, run.existing_findings, run.resolved_findings, run.regressed_findings, run.suppressed_findings)}</p>
      <Changed label={words.fresh} ids={run.finding_ids} findings={findings} />
      <Changed label={words.resolved} ids={run.resolved_ids} findings={findings} />
      {run.not_evaluable_reasons.length > 0 ? (
        <section><h3>{words.blind}</h3>
          <PlainTable label={words.blind} items={blindReasons(run.not_evaluable_reasons)} id={(one) => one.reason} columns={[
            { key: "reason", label: words.blindColumns.reason, cell: (one) => <bdi>{printable(one.reason)}</bdi> },
            { key: "checks", label: words.blindColumns.checks, cell: (one) => <ul className="run-checks">{one.checks.map(({ check, count: times }) => <li key={check}><code>{check}</code> {count(times)}</li>)}</ul> },
            { key: "count", label: words.blindColumns.count, right: true, cell: (one) => count(one.count) },
          ]} />
        </section>
      ) : null}
      {run.failures.length > 0 ? (
        <section><h3>{words.failures}</h3>
          <PlainTable label={words.failures} items={run.failures} id={(one) => one.check} columns={[
            { key: "check", label: words.failureColumns.check, cell: (one) => <code>{one.check}</code> },
            { key: "error", label: words.failureColumns.error, cell: (one) => <bdi>{printable(one.error)}</bdi> },
          ]} />
        </section>
      ) : null}
    </div>
  );
}

function Changed({ label, ids, findings }: { label: string; ids: readonly string[]; findings: readonly Finding[] }) {
  if (ids.length === 0) return null;
  const known = new Map(findings.map((one) => [one.id, one]));
  return (
    <section><h3>{label} ({ids.length.toLocaleString("en")})</h3>
      <ul className="finding-list">
        {ids.slice(0, 50).map((id) => <li key={id}><FindingLink id={id} finding={known.get(id)} /></li>)}
      </ul>
    </section>
  );
}
