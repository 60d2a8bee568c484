import { useState } from "react";
import { useDeed, useReturn, type Deed } from "../app/answers";
import { absolute, duration, printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { PageLink } from "../app/PageLink";
import { Ago, Loading, Problem, State } from "../app/parts";
import { severities, usePatrol } from "../app/patrol-store";
import { hiddenByRules, verdictOf } from "../app/patrol-verdict";
import type { PatrolProgress, PatrolStatus } from "../app/api-types";
import { useMay } from "../app/permissions";
import { useNow } from "../app/store";
import { text } from "../app/text";
import { patrolWords } from "../app/text-patrol";
import { navigate, pageAddress } from "../app/url";
import { Refusal } from "./Refusal";
import { patrolAPI } from "./patrol-api";
import { levelOfSeverity } from "./rows";
import { Schedule } from "./Schedule";
import { patrolPage } from "./text-patrol";
import { failureOf, shareOf, took, until } from "./words";

const words = patrolPage.strip;

/** How the estate is, when patrol looked and will look again, and the way to have it look now. */
export function Strip() {
  const patrol = usePatrol();
  const { status, error, running, progress } = patrol;
  const refresh = (): Promise<void> => patrol.refresh();
  const deed = useDeed();
  useReturn(() => {
    if (patrol.error) void patrol.refresh();
  });
  if (!status) return error ? <div className="patrol-strip"><Problem action={<button type="button" onClick={() => void refresh()}>{text.retry}</button>}>{error.message}</Problem></div> : <Loading />;
  const failure = failureOf(status);
  return (
    <section className="patrol-strip" aria-label={words.label}>
      <div className="patrol-state">
        <Summary status={status} />
        <dl className="audit-status">
          <div><dt>{words.last}</dt><dd>{status.last_patrol_at ? <><Ago at={status.last_patrol_at} />, {failure && status.last_run?.problem ? <span className="missed">{words.lastFailed}</span> : <span className="muted">{words.lastWords(took(status.last_duration_ms), status.resources_checked, status.checks)}</span>}</> : patrolPage.never}</dd></div>
          <div><dt>{words.next}</dt><dd><Next status={status} /></dd></div>
        </dl>
        <Schedule minutes={status.interval_minutes} deed={deed} onChanged={refresh} />
        <RunButton running={running} deed={deed} onDone={refresh} />
      </div>
      {failure && !running ? <Problem action={<button type="button" onClick={() => navigate(pageAddress("patrol", { section: "runs" }))}>{patrolPage.empty.toRuns}</button>}><p><bdi>{printable(failure)}</bdi></p>{status.last_run?.problem ? <p>{words.failedLead}</p> : null}</Problem> : null}
      {running ? <Progress progress={progress} /> : null}
      {deed.error ? <Refusal error={deed.error} what={words.label} /> : null}
      {error && error.message !== deed.error?.message ? <Problem action={<button type="button" onClick={() => void refresh()}>{text.retry}</button>}>{error.message}</Problem> : null}
      {status.troubles.length > 0 ? (
        <div className="problem" role="status"><StateShape level="warning" /><div><p className="strong">{words.troubles}</p><ul className="sentences">{status.troubles.map((one) => <li key={one}>{one}</li>)}</ul></div></div>
      ) : null}
    </section>
  );
}

function Summary({ status }: { status: PatrolStatus }) {
  const found = severities.filter((one) => status.summary[one] > 0);
  const verdict = verdictOf(status);
  const hidden = hiddenByRules(status);
  return (
    <ul className="patrol-summary">
      {verdict === "found" ? null : <li><State level={verdict === "healthy" ? "ok" : "unknown"}>{words[verdict]}</State></li>}
      {found.map((one) => <li key={one}><State level={levelOfSeverity[one]}><span className="figure">{patrolWords.counted(status.summary[one], patrolWords.severities[one] ?? one)}</span></State></li>)}
      {hidden > 0 ? <li><PageLink to={pageAddress("patrol", { section: "suppressions" })} isCurrent={false}><span className="figure">{words.hiddenByRules(hidden)}</span></PageLink></li> : null}
    </ul>
  );
}

function Next({ status }: { status: PatrolStatus }) {
  const now = useNow();
  if (!status.enabled || !status.next_patrol_at) return <>{status.enabled ? patrolPage.due : words.off}</>;
  return <time dateTime={status.next_patrol_at} title={absolute(status.next_patrol_at)}>{until(status.next_patrol_at, now)}</time>;
}

function RunButton({ running, deed, onDone }: { running: boolean; deed: Deed; onDone: () => Promise<void> }) {
  const may = useMay("monitoring:write");
  const [asked, setAsked] = useState<"run" | "cancel" | null>(null);
  const act = async (what: "run" | "cancel"): Promise<void> => {
    setAsked(what);
    await deed.run(what, what === "run" ? patrolAPI.run : patrolAPI.cancel);
    await onDone();
    setAsked(null);
  };
  if (running) return <button type="button" disabled={!may || asked !== null} onClick={() => void act("cancel")}>{asked === "cancel" ? words.cancelling : words.cancel}</button>;
  return <button type="button" className="primary" disabled={!may || asked !== null} title={may ? undefined : patrolPage.acts.forbidden} onClick={() => void act("run")}>{asked === "run" ? words.starting : words.runNow}</button>;
}

function Progress({ progress }: { progress: PatrolProgress | null }) {
  const now = useNow(true);
  if (!progress) return <p role="status">{words.waiting}</p>;
  const share = shareOf(progress);
  return (
    <div className="patrol-progress">
      <progress aria-label={words.progressLabel} {...(share === null ? {} : { value: share, max: 1 })} />
      <span className="figure">{words.progress(words.phases[progress.phase] ?? progress.phase, progress.done, progress.total)}</span>
      <span className="muted figure">{duration((now - Date.parse(progress.started_at)) / 1000)}</span>
    </div>
  );
}
