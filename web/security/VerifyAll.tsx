import { useEffect } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { ago, percent, printable } from "../app/format";
import { Refused } from "../app/notices";
import { State } from "../app/parts";
import { audit } from "../app/security-api";
import type { Verification } from "../app/security-types";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import type { Level } from "../app/trouble";

const words = text.audit.verify;
/** From one look at the progress to the next, milliseconds. */
const pause = 700;

/** The check of the whole log: long work that is begun, left, found again, and stopped. */
export function VerifyAll() {
  const { answer, error, reload } = useAnswer(() => audit.verification());
  const deed = useDeed();
  const running = answer?.state === "running";
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, pause);
    return () => clearInterval(timer);
  }, [running, reload]);
  if (error?.code === "license_required") return null;
  return (
    <section className="card" aria-labelledby="verify">
      <h3 id="verify">{words.title}</h3>
      <p className="muted">{words.lead}</p>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {deed.error ? <Refused error={deed.error} /> : null}
      {answer ? <Result answer={answer} /> : null}
      <div className="buttons">
        {running
          ? <button type="button" disabled={deed.busy !== null} onClick={() => void deed.run("cancel", audit.cancelVerification).then(reload)}>{words.cancel}</button>
          : <button type="button" disabled={deed.busy !== null} onClick={() => void deed.run("start", async () => { await audit.startVerification(); }).then(reload)}>{answer && answer.state !== "none" ? words.again : words.start}</button>}
      </div>
    </section>
  );
}

/** The verdict in a sentence, and how bad it is. */
export function verdictOf(answer: Verification): { level: Level; sentence: string } {
  switch (answer.state) {
    case "none": return { level: "off", sentence: words.never };
    case "running": return { level: "unknown", sentence: words.running(answer.checked, answer.total) };
    case "cancelled": return { level: answer.problems.length > 0 ? "critical" : "off", sentence: words.cancelled(answer.checked, answer.total) };
    case "failed": return { level: "critical", sentence: words.failed };
    case "done":
      return answer.verdict === "intact" ? { level: answer.warnings.length > 0 ? "warning" : "ok", sentence: words.intact(answer.checked) } : { level: "critical", sentence: words.damaged(answer.problemCount) };
  }
}

function Result({ answer }: { answer: Verification }) {
  useNow();
  const { level, sentence } = verdictOf(answer);
  const share = answer.total > 0 ? Math.min(1, answer.checked / answer.total) : 0;
  return (
    <div className="verdict">
      {answer.state === "running" ? (
        <>
          <progress max={1} value={share} aria-label={words.progress} />
          <p className="figure">{sentence}, {words.share(percent(share))} <span className="muted">{words.begun(ago(answer.startedAt, store.now()))}</span></p>
        </>
      ) : (
        <p role="status"><State level={level}>{sentence}</State> {answer.finishedAt ? <span className="muted">{words.finished(ago(answer.finishedAt, store.now()))}</span> : null}</p>
      )}
      {answer.unsigned > 0 ? <p className="muted">{words.unsigned(answer.unsigned)}</p> : null}
      {answer.problems.length > 0 ? (
        <ul className="sentences">
          {answer.problems.map((problem, index) => <li key={index}>{problem.sequence === null ? "" : words.at(problem.sequence.toLocaleString("en"))}<bdi>{printable(problem.sentence)}</bdi></li>)}
          {answer.problemCount > answer.problems.length ? <li>{words.further(answer.problemCount - answer.problems.length)}</li> : null}
        </ul>
      ) : null}
      {answer.warnings.length > 0 ? <ul className="sentences muted">{answer.warnings.map((one) => <li key={one}><bdi>{printable(one)}</bdi></li>)}</ul> : null}
    </div>
  );
}
