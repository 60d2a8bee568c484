import { useCallback, useMemo } from "react";
import { Problem, Loading } from "../app/parts";
import { StateShape } from "../app/Icon";
import { isActive, severities, useFindings } from "../app/patrol-store";
import type { Finding, FindingSeverity } from "../app/api-types";
import { store } from "../app/store";
import { text } from "../app/text";
import { patrolWords } from "../app/text-patrol";
import { currentView, navigate, useView } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { ListTable } from "../table/ListTable";
import { useHeld } from "../table/useHeld";
import { useAnswer } from "../app/answers";
import { Acted, useActs } from "./Acts";
import { NothingFound } from "./Empty";
import { asksForResolved, completeFindings, matchesFindings, parseFindings, toggled } from "./filter";
import { findingColumns, foldTo } from "./findingColumns";
import { levelOfSeverity, rowsOf, type Row } from "./rows";
import { patrolAPI } from "./patrol-api";
import { patrolPage } from "./text-patrol";

const words = patrolPage.list;
const idOf = ({ finding }: Row): string => `finding:${finding.id}`;
const open = (id: string): void => navigate({ open: id, tab: null });
const levelOf = ({ isConsequence, consequences, unfolded }: Row) => ({ level: isConsequence ? 2 : 1, expanded: consequences > 0 ? unfolded : null });
const putAway = "state:snoozed|dismissed|suppressed";

/** What was found, the most urgent first; causes carry their consequences. */
export function FindingsSection() {
  const view = useView();
  const patrol = useFindings();
  const filter = useMemo(() => parseFindings(view.filter), [view.filter]);
  const resolved = useResolved(asksForResolved(filter), patrol.round);
  const { value: held, busy, leave } = useHeld(patrol.findings);
  const findings = useMemo(() => held && [...held, ...resolved], [held, resolved]);
  const active = useMemo(() => findings?.filter(isActive) ?? [], [findings]);
  const matched = useMemo(() => (findings ?? []).filter(matchesFindings(filter, store.now())), [findings, filter]);
  const rows = useMemo(() => rowsOf(matched, view.sort, view.folded), [matched, view.sort, view.folded]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeFindings(input, caret, findings ?? []), placeholder: patrolPage.filter.placeholder }), [findings]);
  const acts = useActs();
  const key = useCallback((pressed: string, { finding, consequences, unfolded }: Row): boolean => {
    switch (pressed) {
      case "a": return acts.start(finding, { act: "acknowledge" });
      case "r": return acts.start(finding, { act: "resolve" });
      // These two need to be told more.
      case "s": case "d": navigate({ open: `finding:${finding.id}`, tab: pressed === "s" ? "snooze" : "dismiss" }); return true;
      case "ArrowRight": return consequences > 0 && !unfolded && foldTo(finding.id, true);
      case "ArrowLeft": return consequences > 0 && unfolded && foldTo(finding.id, false);
      default: return false;
    }
  }, [acts]);
  if (!findings) return patrol.error ? null : <Loading />;
  const hidden = findings.filter((one) => one.state !== "resolved").length - active.length;
  return (
    <>
      <Acted acts={acts} />
      {active.length === 0 && view.filter === "" ? <NothingFound patrol={patrol} hidden={hidden} onHidden={() => navigate({ filter: putAway })} /> : (
        <>
          <Counts findings={active} filter={view.filter} hidden={hidden} />
          {filter.mistakes.length === 0 && patrol.status?.last_patrol_at === undefined && patrol.error ? <Problem>{patrol.error.message}</Problem> : null}
          <div className="toolbar">
            <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
            <span className="row-count figure" role="status">{words.shown(matched.length, view.filter === "" ? active.length : findings.length)}</span>
          </div>
          <ListTable
            label={words.label} items={rows} columns={findingColumns} id={idOf} sort={view.sort} onSort={(sort) => navigate({ sort })} onOpen={open} open={view.open} onBusy={busy} onLeave={leave} onKey={key} levelOf={levelOf}
            empty={<div className="no-match" role="status"><p>{words.none(findings.length)}</p><button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button></div>}
          />
        </>
      )}
    </>
  );
}

const none: Finding[] = [];

/** What is over, which only who looks for it needs to have. */
function useResolved(wanted: boolean, round: number): Finding[] {
  const { answer } = useAnswer(async (signal) => (wanted ? (await patrolAPI.history(signal)).filter((one) => one.state === "resolved") : none), `${wanted} ${wanted ? round : ""}`);
  return answer ?? none;
}

/** How many there are of each severity; each is a filter that can be set and taken away. */
function Counts({ findings, filter, hidden }: { findings: readonly Finding[]; filter: string; hidden: number }) {
  const counts = useMemo(() => {
    const all: Record<FindingSeverity, number> = { critical: 0, warning: 0, watch: 0, info: 0 };
    for (const { severity } of findings) all[severity] += 1;
    return all;
  }, [findings]);
  const button = (term: string, children: React.ReactNode, title?: string) => (
    <button key={term} type="button" aria-pressed={filter.split(/\s+/).includes(term)} title={title} onClick={() => navigate({ filter: toggled(currentView().filter, term) })}>{children}</button>
  );
  return (
    <div className="verdicts" role="group" aria-label={words.counts}>
      {severities.map((one) => button(`severity:${one}`, <><StateShape level={counts[one] === 0 ? "off" : levelOfSeverity[one]} /> <span className="figure strong">{counts[one].toLocaleString("en")}</span> {patrolWords.severities[one]}</>))}
      {hidden > 0 ? button(putAway, words.hidden(hidden), words.hiddenHint) : null}
    </div>
  );
}
