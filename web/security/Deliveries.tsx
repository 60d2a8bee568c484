import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { absolute, printable } from "../app/format";
import { Refused } from "../app/notices";
import { Choice, Loading, State } from "../app/parts";
import { webhooks } from "../app/security-api";
import type { Delivery, DeliveryState, Replay, Webhook } from "../app/security-types";
import { text } from "../app/text";
import type { Level } from "../app/trouble";
import { furthered, navigate, useView } from "../app/url";
import { Field } from "../forms/Field";
import { PlainTable } from "../table/PlainTable";
import { rangeOf } from "./draft";

const words = text.webhooks;
const states = ["all", "dead", "waiting", "delivered"] as const;
const levels: Record<DeliveryState, Level> = { delivered: "ok", waiting: "warning", dead: "critical" };

/** What was sent to one receiver, what waits, and what was given up and can be sent again. */
export function Deliveries({ endpoint, onChanged }: { endpoint: Webhook; onChanged: () => void }) {
  const { more } = useView();
  const chosen = states.find((one) => one === more.deliveries) ?? (endpoint.deadLetters > 0 ? "dead" : "all");
  // The counts of the endpoint change whenever its list does.
  const about = `${endpoint.id} ${chosen} ${endpoint.waiting} ${endpoint.deadLetters} ${endpoint.deliveredSequence}`;
  const { answer, error, reload } = useAnswer(() => webhooks.deliveries(endpoint.id, chosen === "all" ? null : chosen), about);
  const deed = useDeed();
  const [said, setSaid] = useState("");
  const replay = (what: Replay): void => {
    void deed.run("replay", async () => {
      const { queued } = await webhooks.replay(endpoint.id, what);
      setSaid(words.replayed(queued));
    }).then(() => {
      reload();
      onChanged();
    });
  };
  return (
    <section className="deliveries" aria-label={words.log(printable(endpoint.name))}>
      <div className="section-head">
        <Choice label={words.logFilter} value={chosen} options={states.map((value) => ({ value, label: words.logStates[value] ?? value }))} onChange={(value) => navigate({ more: furthered(more, { deliveries: value }) }, "replace")} />
        {endpoint.deadLetters > 0 ? <button type="button" disabled={deed.busy !== null} onClick={() => replay({ dead: true })}>{words.replayAll(endpoint.deadLetters)}</button> : null}
      </div>
      <div role="status">{said ? <p className="notice">{said}</p> : null}</div>
      {deed.error ? <Refused error={deed.error} /> : null}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer && !error ? <Loading /> : null}
      {answer?.length === 0 ? <p className="muted">{words.noDeliveries}</p> : null}
      {answer && answer.length > 0 ? <Log deliveries={answer} label={words.log(printable(endpoint.name))} busy={deed.busy !== null} onReplay={replay} /> : null}
      <ReplayRange busy={deed.busy !== null} onReplay={replay} />
    </section>
  );
}

function Log({ deliveries, label, busy, onReplay }: { deliveries: Delivery[]; label: string; busy: boolean; onReplay: (what: Replay) => void }) {
  return (
    <PlainTable
      label={label}
      items={deliveries}
      id={(one) => one.id}
      columns={[
        { key: "at", label: words.columns.at, cell: (one) => <time dateTime={one.at}>{absolute(one.at)}</time> },
        { key: "sequence", label: words.columns.sequence, right: true, cell: (one) => one.sequence?.toLocaleString("en") ?? "–" },
        { key: "event", label: words.columns.event, cell: (one) => <bdi>{printable(one.event)}</bdi> },
        { key: "state", label: words.columns.state, cell: (one) => <State level={levels[one.state] ?? "unknown"}>{words.logStates[one.state] ?? one.state}</State> },
        { key: "attempts", label: words.columns.attempts, right: true, wide: true, cell: (one) => one.attempts },
        { key: "answer", label: words.columns.answer, cell: (one) => <span className="break">{one.status ?? ""} <bdi>{printable(one.error ?? "")}</bdi>{one.nextAttemptAt ? <span className="muted"> {words.tryAgainAt(absolute(one.nextAttemptAt))}</span> : null}</span> },
        {
          key: "actions", label: words.columns.actions, bare: true, right: true,
          cell: (one) => <button type="button" disabled={busy} aria-label={words.replayOne(one.sequence?.toLocaleString("en") ?? one.event)} onClick={() => onReplay({ ids: [one.id] })}>{words.replay}</button>,
        },
      ]}
    />
  );
}

function ReplayRange({ busy, onReplay }: { busy: boolean; onReplay: (what: Replay) => void }) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const range = rangeOf(from, to);
    setWrong(range === null);
    if (range) onReplay(range);
  };
  return (
    <details className="how-to">
      <summary>{words.replayRange}</summary>
      <form className="audit-filters" onSubmit={submit} noValidate>
        <Field label={words.replayFrom} value={from} onChange={setFrom} inputMode="numeric" name="fromSequence" mistake={wrong ? words.replayWrong : null} />
        <Field label={words.replayTo} value={to} onChange={setTo} inputMode="numeric" name="toSequence" />
        <div className="buttons"><button type="submit" disabled={busy}>{words.replay}</button></div>
      </form>
    </details>
  );
}
