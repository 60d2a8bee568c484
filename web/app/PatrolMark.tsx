import { memo } from "react";
import { StateShape } from "./Icon";
import { PageLink } from "./PageLink";
import { severities, useMark, usePatrol, type PatrolStore } from "./patrol-store";
import { hiddenByRules, verdictOf } from "./patrol-verdict";
import { patrolWords as words } from "./text-patrol";
import type { Level } from "./trouble";
import { navigate, pageAddress } from "./url";

/** What patrol found of a resource: the worst severity, and how many. */
export const PatrolMark = memo(function PatrolMark({ id }: { id: string }) {
  const mark = useMark(id);
  if (!mark) return null;
  const said = words.mark(mark.count, words.severities[mark.severity] ?? mark.severity);
  return (
    <span className="patrol-mark" title={said}>
      <StateShape level={mark.severity} /><span className="figure" aria-hidden="true">{mark.count}</span><span className="hidden">{said}</span>
    </span>
  );
});

/** The same, leading to the findings. */
export function PatrolMarkButton({ id }: { id: string }) {
  const mark = useMark(id);
  if (!mark) return null;
  return <button type="button" className="link patrol-lead" onClick={() => navigate({ tab: "findings" }, "replace")}><PatrolMark id={id} /></button>;
}

/** What stands in the Overview: what patrol says of the whole estate, and the way there. Nothing where it cannot be asked. */
export function PatrolChip() {
  const patrol = usePatrol();
  const { level, said } = summaryOf(patrol) ?? {};
  if (!level || said === undefined) return null;
  return (
    <li>
      <span className={`source-chip patrol-chip level-${level}`}>
        <PageLink to={pageAddress("patrol")} isCurrent={false}><StateShape level={level} /><span className="name">{words.name}:</span> <span className="source-word figure">{said}</span></PageLink>
      </span>
    </li>
  );
}

/** `2 critical, 3 warning`. */
export function summaryOf({ status, running }: Pick<PatrolStore, "status" | "running">): { level: Level; said: string } | null {
  if (!status) return null;
  const found = severities.filter((one) => one !== "info" && status.summary[one] > 0);
  const worst = found[0];
  if (worst && worst !== "info") return { level: worst, said: found.map((one) => words.counted(status.summary[one], words.severities[one] ?? one)).join(", ") };
  const verdict = verdictOf(status);
  if (verdict === "notYet" && running) return { level: "unknown", said: words.underWay };
  if (verdict === "failed" || verdict === "notYet" || verdict === "nothingToSee") return { level: "unknown", said: words[verdict] };
  const hidden = hiddenByRules(status);
  return { level: "ok", said: hidden > 0 ? words.hidden(hidden) : words.healthy };
}
