import type { APIError } from "../app/api";
import type { LedgerSection } from "../app/api-types";
import { ago, printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { Problem } from "../app/parts";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import type { Obstacle } from "./rows";
import { backupWords } from "./text-backups";
import { tellingOf } from "./telling";

const words = backupWords.told;
/** So many are written out; the rest is counted. */
const most = 5;

export interface ToldProps {
  /** When what is shown was made. */
  at: string | null;
  /** Of the ledgers, by its name there. */
  list: string;
  sections: LedgerSection[] | null;
  obstacles?: readonly Obstacle[];
  error: APIError | null;
  onRetry: () => void;
}

/** When a list was told, and what stood in the way of knowing more. */
export function Told({ at, list, sections, obstacles = [], error, onRetry }: ToldProps) {
  const now = useNow();
  const what = words.lists[list] ?? list;
  const telling = tellingOf(sections ?? []);
  const problems = [...obstacles.map(ofObstacle), ...telling.problems.flatMap(ofSection)];
  const neverTold = telling.never.length > 0 ? words.never(what, telling.never.slice(0, most).map(who).join("; ")) : "";
  return (
    <div className="told">
      <p className="muted">
        {at === null ? words.notYet : words.asOf(ago(at, now))} {telling.oldest === null ? "" : words.oldest(what, ago(telling.oldest, now))} {neverTold}
      </p>
      {error ? <Problem action={<button type="button" onClick={onRetry}>{text.retry}</button>}>{error.message} {at === null ? "" : words.stale(ago(at, store.now()))}</Problem> : null}
      {problems.length > 0 ? (
        <details className="obstacles">
          <summary><StateShape level="unknown" /> {words.title} <span className="muted figure">{problems.length.toLocaleString("en")}</span></summary>
          <ul>{problems.slice(0, most).map((one) => <li key={one.key}><bdi>{one.sentence}</bdi> {one.nextStep ? <bdi className="strong">{one.nextStep}</bdi> : null} <span className="muted">{one.whom}</span></li>)}</ul>
          {problems.length > most ? <p className="muted">{words.more(problems.length - most)}</p> : null}
        </details>
      ) : null}
    </div>
  );
}

interface Line {
  key: string;
  sentence: string;
  nextStep: string | null;
  whom: string;
}

const who = ({ source, node }: LedgerSection): string => printable(words.of(source, node));

function ofObstacle({ sentence, nextStep, guests }: Obstacle): Line {
  return { key: sentence, sentence: printable(sentence), nextStep: nextStep === null ? null : printable(nextStep), whom: `(${words.guests(guests)})` };
}

function ofSection(section: LedgerSection): Line[] {
  const { problem } = section;
  if (!problem) return [];
  return [{ key: `${section.source} ${section.node ?? ""} ${problem.code}`, sentence: printable(problem.sentence), nextStep: printable(problem.nextStep), whom: `(${who(section)})` }];
}
