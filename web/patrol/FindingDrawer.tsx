import { useCallback, useEffect, useRef } from "react";
import { useAnswer } from "../app/answers";
import { absolute, ago, duration, printable } from "../app/format";
import { Command, Loading, Name, State } from "../app/parts";
import { Refused } from "../app/notices";
import { PageLink } from "../app/PageLink";
import { useFindings, usePatrol } from "../app/patrol-store";
import type { Finding } from "../app/api-types";
import { useNow } from "../app/store";
import { currentView, navigate, pageAddress } from "../app/url";
import { Frame } from "../drawer/Frame";
import { ActButtons, useActs } from "./Acts";
import { EvidenceView } from "./Evidence";
import { Cause, Consequences } from "./Relations";
import { ResourceLink, Severity, StateWord } from "./findingColumns";
import { patrolAPI } from "./patrol-api";
import { Timeline } from "./Timeline";
import { patrolPage } from "./text-patrol";
import { WhyPart } from "./Why";
import { adviceOf, until } from "./words";

const words = patrolPage.finding;

/** One finding: what is wrong, what says so, what to do, where it comes from, and what was done about it. */
export function FindingDrawer({ id }: { id: string }) {
  const patrol = usePatrol();
  const { answer, error, reload } = useAnswer((signal) => patrolAPI.finding(id, signal), `${id} ${patrol.round}`);
  const finding = answer ?? patrol.findings?.find((one) => one.id === id) ?? null;
  if (!finding) {
    return (
      <Frame label={words.gone} icon="patrol" title={error?.status === 404 ? words.gone : id}>
        <div className="drawer-body" tabIndex={0} role="group" aria-label={words.gone}>{error?.status === 404 ? <p>{words.goneLead}</p> : error ? <Refused error={error} onRetry={reload} /> : <Loading />}</div>
      </Frame>
    );
  }
  return <Details finding={finding} />;
}

function Details({ finding }: { finding: Finding }) {
  const { findings } = useFindings();
  const acts = useActs(useCallback(() => navigate({ tab: null }, "replace"), []));
  useActKeys(finding, acts);
  useKeptFocus(acts);
  const title = printable(finding.title);
  return (
    <Frame label={words.label(title)} icon="patrol" title={<Name>{finding.title}</Name>}>
      <Head finding={finding} />
      <div className="drawer-body finding" tabIndex={0} role="group" aria-label={words.label(title)}>
        <p className="finding-lead"><bdi>{printable(finding.description)}</bdi></p>
        <ActButtons finding={finding} acts={acts} />
        <Cause finding={finding} findings={findings ?? []} />
        <EvidenceView finding={finding} />
        <Fix recommendation={finding.recommendation} />
        <WhyPart code={finding.check} />
        <Consequences ids={finding.consequences} findings={findings ?? []} />
        <Timeline finding={finding} />
      </div>
    </Frame>
  );
}

function Head({ finding }: { finding: Finding }) {
  const now = useNow();
  return (
    <div className="lead">
      <p>
        <Severity finding={finding} />
        <StateWord finding={finding} />
        <span className="muted" title={absolute(finding.detected_at)}>{words.since(duration(Math.max(0, (now - Date.parse(finding.detected_at)) / 1000)))}</span>
        <ResourceLink id={finding.resource_id} name={finding.resource_name} part={finding.instance} />
        <PageLink to={pageAddress("patrol", { section: "checks", more: { row: finding.check } })} isCurrent={false}>{finding.check}</PageLink>
      </p>
      <Standing finding={finding} now={now} />
    </div>
  );
}

/** What became of it, in sentences. */
function Standing({ finding, now }: { finding: Finding; now: number }) {
  const { acknowledged_at, acknowledged_by, snoozed_until, dismissed_reason, resolved_at, resolution, user_note, unjudged, suppressed } = finding;
  return (
    <>
      <p className="muted">{words.times(finding.times_raised, finding.regressions)} {words.seen} {ago(finding.last_seen_at, now)}.</p>
      {finding.state === "resolved" && resolved_at ? <p>{words.resolved(ago(resolved_at, now), patrolPage.resolutions[resolution ?? ""] ?? resolution ?? "")}</p> : null}
      {finding.state === "snoozed" && snoozed_until ? <p>{words.snoozed(until(snoozed_until, now))}</p> : null}
      {finding.state === "acknowledged" && acknowledged_at ? <p>{words.acknowledged(acknowledged_by ?? null, ago(acknowledged_at, now))}</p> : null}
      {finding.state === "dismissed" && dismissed_reason ? <p>{words.dismissed(patrolPage.reasons[dismissed_reason] ?? dismissed_reason)}</p> : null}
      {user_note ? <p><span className="muted">{words.note}:</span> <bdi>{printable(user_note)}</bdi></p> : null}
      {suppressed ? <p>{words.suppressed} <PageLink to={pageAddress("patrol", { section: "suppressions" })} isCurrent={false}>{words.toSuppressions}</PageLink></p> : null}
      {unjudged ? <p><State level="unknown">{words.unjudged(printable(unjudged))}</State></p> : null}
    </>
  );
}

function Fix({ recommendation }: { recommendation: string }) {
  if (recommendation.trim() === "") return null;
  return (
    <section>
      <h3>{words.fix}</h3>
      {adviceOf(recommendation).map((one, index) => (one.kind === "command" ? <Command key={index}>{one.text}</Command> : <p key={index}><bdi>{printable(one.text)}</bdi></p>))}
    </section>
  );
}

/** What was pressed is gone or cannot be pressed once it is done; whoever has no mouse stays in the drawer, where its keys work. */
function useKeptFocus({ busy }: ReturnType<typeof useActs>): void {
  const began = useRef(false);
  useEffect(() => {
    // Not at a reload, where the page starts at its top.
    if (began.current && (document.activeElement === null || document.activeElement === document.body)) document.querySelector<HTMLElement>(".drawer")?.focus({ preventScroll: true });
    began.current = true;
  }, [busy]);
}

/** The same keys as in the list, about what is open. */
function useActKeys(finding: Finding, acts: ReturnType<typeof useActs>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !target.closest(".drawer") || target.closest("input, textarea, select")) return;
      if (currentView().open !== `finding:${finding.id}`) return;
      if (event.key === "a") acts.start(finding, { act: "acknowledge" });
      else if (event.key === "r") acts.start(finding, { act: "resolve" });
      else if (event.key === "s" || event.key === "d") navigate({ tab: event.key === "s" ? "snooze" : "dismiss" }, "replace");
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [finding, acts]);
}
