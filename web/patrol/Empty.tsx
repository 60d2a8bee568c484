import { useAnswer } from "../app/answers";
import { Empty, Problem } from "../app/parts";
import type { PatrolStore } from "../app/patrol-store";
import { useNow } from "../app/store";
import { text } from "../app/text";
import { navigate, pageAddress } from "../app/url";
import { patrolAPI } from "./patrol-api";
import { patrolPage } from "./text-patrol";
import { nothingFound, until } from "./words";

const words = patrolPage.empty;

/** In place of an empty list: what was looked at and when, or why an empty list says nothing. */
export function NothingFound({ patrol: { status, running, round }, hidden, onHidden }: { patrol: PatrolStore; hidden: number; onHidden: () => void }) {
  const now = useNow();
  const { answer: runs } = useAnswer(patrolAPI.runs, round.toString());
  if (!status) return null;
  const away = hidden > 0 ? <p>{words.away(hidden)} <button type="button" className="link" onClick={onHidden}>{patrolPage.list.hidden(hidden)}</button></p> : null;
  if (!status.last_patrol_at) return <Empty icon="patrol" title={words.firstTitle} lead={words.firstLead}><p>{running ? words.running : status.next_patrol_at ? words.firstNext(until(status.next_patrol_at, now)) : words.firstOff}</p></Empty>;
  const last = runs?.[0];
  if (last && (last.status === "error" || last.status === "cancelled")) {
    return (
      <div className="patrol-body">
        <Problem action={<button type="button" onClick={() => navigate(pageAddress("patrol", { section: "runs" }))}>{words.toRuns}</button>}>
          {status.last_run?.status === "error" ? null : <p>{words.failed(last.problem ?? patrolPage.runs.statuses[last.status] ?? last.status)}</p>}
          <p>{words.noResult}</p>
        </Problem>
        {away}
      </div>
    );
  }
  if (status.resources_checked === 0) {
    return (
      <Empty icon="patrol" title={words.nothingToSee} lead={words.nothingToSeeLead}>
        <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>{text.overview.addCluster}</button>
      </Empty>
    );
  }
  return <Empty icon="patrol" title={words.title} lead={nothingFound(status, now)}>{away}</Empty>;
}
