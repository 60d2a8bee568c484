import type { ReactNode } from "react";
import type { Answered } from "../app/answers";
import type { LedgerSection } from "../app/api-types";
import { ago, printable } from "../app/format";
import { StateShape } from "../app/Icon";
import type { LedgerAnswer } from "../app/ledger-api";
import { Refused } from "../app/notices";
import { Loading } from "../app/parts";
import { useNow } from "../app/store";
import { navigate } from "../app/url";
import { ledgerWords } from "./text-ledger";

const words = ledgerWords.part;

export interface PartProps<Item> {
  title: string;
  source: string;
  asked: Answered<LedgerAnswer<Item>>;
  /** That there is none, where that was told. */
  none: string;
  /** The only part where it stands, whose title is said there already. */
  alone?: boolean;
  /** What stands beside the title: a count. */
  count?: (items: readonly Item[]) => ReactNode;
  children: (items: readonly Item[]) => ReactNode;
}

/** A list of the ledgers with when it was told and what stood in the way. One that was not told is never drawn as an empty one. */
export function Part<Item>({ title, source, asked, none, alone = false, count, children }: PartProps<Item>) {
  const { answer, error, reload } = asked;
  const told = answer?.sections.some(({ at }) => at !== null) ?? false;
  return (
    <section className="ledger-part" aria-label={title}>
      {alone ? null : <h3>{title} {answer && told ? <span className="muted figure">{count?.(answer.items) ?? answer.total.toLocaleString("en")}</span> : null}</h3>}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer ? (error ? null : <Loading />) : (
        <>
          {answer.sections.length === 0 ? <NotTold source={source} /> : answer.sections.map((section) => <Telling key={`${section.node ?? ""}${section.guest ?? ""}`} section={section} several={answer.sections.length > 1} />)}
          {told && answer.items.length === 0 ? <p className="muted">{none}</p> : null}
          {answer.items.length > 0 ? children(answer.items) : null}
          {answer.items.length < answer.total ? <p className="muted">{words.beyond(answer.items.length, answer.total)}</p> : null}
        </>
      )}
    </section>
  );
}

/** What nobody knows, and why. */
export function Unread({ children }: { children: ReactNode }) {
  return <p className="not-read"><StateShape level="unknown" /><span>{children}</span></p>;
}

function NotTold({ source }: { source: string }) {
  return (
    <div className="not-told">
      <Unread>{words.never} {words.hidden}</Unread>
      <button type="button" onClick={() => navigate({ open: `source:${source}`, tab: null })}>{words.openSource}</button>
    </div>
  );
}

/** As a rule a privilege that was not granted on purpose: nothing to be alarmed about, and nothing to be taken for an answer. */
function Telling({ section, several }: { section: LedgerSection; several: boolean }) {
  const now = useNow();
  const { at, problem, node } = section;
  const whose = several && node !== null ? `${printable(node)}: ` : "";
  if (!problem) return <p className="muted">{whose}{words.told(ago(at, now))}</p>;
  return (
    <Unread>
      {whose}{at === null ? words.unread : words.stale(ago(at, now))} <bdi>{printable(problem.sentence)}</bdi> <bdi className="strong">{printable(problem.nextStep)}</bdi>
    </Unread>
  );
}
