import { useAnswer } from "../app/answers";
import { printable } from "../app/format";
import { StateShape } from "../app/Icon";
import { Refused } from "../app/notices";
import { Ago } from "../app/parts";
import { audit } from "../app/security-api";
import { text } from "../app/text";

const words = text.audit.status;

/** How the log itself is: written, signed, kept how long. Shown also without a licence, for the log is written in any case. */
export function AuditStatusLine() {
  const { answer, error, reload } = useAnswer(() => audit.status());
  if (error) return <Refused error={error} onRetry={reload} />;
  if (!answer) return <p className="audit-status muted">{text.loading}</p>;
  const number = (value: number): string => value.toLocaleString("en");
  return (
    <>
      {answer.writable ? null : (
        <div className="problem" role="alert">
          <StateShape level="critical" />
          <div><p className="strong">{words.notWritable} {answer.problem ? printable(answer.problem) : ""}</p><p>{words.refused}</p></div>
        </div>
      )}
      <dl className="audit-status" aria-label={words.title}>
        <div><dt>{words.signing}</dt><dd title={answer.signing ? undefined : words.signingOffHint}>{answer.signing ? words.signingOn(printable(answer.keyId ?? "–")) : `${words.signingOff}. ${words.signingOffHint}`}</dd></div>
        <div>
          <dt>{words.events}</dt>
          <dd>{number(answer.events)}{answer.firstSequence !== null && answer.headSequence !== null ? <span className="muted">, {words.range(number(answer.firstSequence), number(answer.headSequence))}</span> : null}</dd>
        </div>
        <div>
          <dt>{words.checkpoint}</dt>
          <dd>{answer.checkpoint ? <><Ago at={answer.checkpoint.at} /> <span className="muted">{words.checkpointOf(number(answer.checkpoint.sequence))}</span></> : words.noCheckpoint}</dd>
        </div>
        <div><dt>{words.retention}</dt><dd>{words.retentionDays(answer.retentionDays)}</dd></div>
      </dl>
      <details className="how-to">
        <summary>{words.publicKey}</summary>
        <dl className="facts">
          <div className="fact"><dt>{words.publicKey}</dt><dd><code className="break">{printable(answer.publicKey ?? "–")}</code></dd></div>
          <div className="fact"><dt>{words.head}</dt><dd><code className="break">{printable(answer.headHash ?? "–")}</code></dd></div>
        </dl>
      </details>
    </>
  );
}
