import { useEffect, useState } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { absolute, ago, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Ago, Empty, Loading, Name, Problem, State } from "../app/parts";
import { useMay } from "../app/permissions";
import { webhooks } from "../app/security-api";
import type { Webhook, WebhookTest } from "../app/security-types";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import { furthered, navigate, useView } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Once } from "../forms/Once";
import { Deliveries } from "./Deliveries";
import { hasSecret } from "./draft";
import { WebhookForm } from "./WebhookForm";
import { levelOfWebhook, stateOf } from "./webhookState";

const words = text.webhooks;
/** Queues move by themselves; they are looked at again this often, milliseconds. */
const lookAgain = 5_000;

/** Who else hears of the events, and how it stands with each. */
export function Webhooks() {
  const { form } = useView();
  const { answer, error, reload } = useAnswer(() => webhooks.all());
  const [said, setSaid] = useState("");
  const [secret, setSecret] = useState<{ secret: string; renewed: boolean } | null>(null);
  const mayManage = useMay("audit:manage");
  useEffect(() => {
    const timer = setInterval(reload, lookAgain);
    return () => clearInterval(timer);
  }, [reload]);
  const done = (sentence: string): void => {
    setSaid(sentence);
    reload();
  };
  if (form !== null && mayManage) {
    const id = form.startsWith("edit:") ? form.slice("edit:".length) : null;
    const stored = answer?.find((one) => one.id === id) ?? null;
    if (id !== null && !stored) return error ? <Refused error={error} onRetry={reload} /> : <Loading />;
    return <WebhookForm key={form} stored={stored} onSaved={(sentence, shown) => { done(sentence); setSecret(shown === null ? null : { secret: shown, renewed: false }); navigate({ form: null }); }} />;
  }
  return (
    <section aria-labelledby="webhooks">
      <div className="section-head">
        <h2 id="webhooks">{words.title}</h2>
        {mayManage && error?.code !== "license_required" ? <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.add}</button> : null}
      </div>
      <p className="muted">{words.lead}</p>
      {mayManage ? null : <Forbidden what={words.forbidden} />}
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {secret ? <Once title={words.secretTitle} lead={secret.renewed ? words.secretRenewedLead : words.secretLead} secrets={[secret.secret]} onKept={() => setSecret(null)} /> : null}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer && !error ? <Loading /> : null}
      {answer?.length === 0 ? <Empty icon="outside" title={words.emptyTitle} lead={words.emptyLead} /> : null}
      {answer?.map((one) => <WebhookCard key={one.id} one={one} mayManage={mayManage} onDone={done} onSecret={(shown) => setSecret({ secret: shown, renewed: true })} />)}
    </section>
  );
}

function WebhookCard({ one, mayManage, onDone, onSecret }: { one: Webhook; mayManage: boolean; onDone: (sentence: string) => void; onSecret: (secret: string) => void }) {
  const { more } = useView();
  const open = more.row === one.id;
  const deed = useDeed();
  const [test, setTest] = useState<WebhookTest | null>(null);
  const state = stateOf(one);
  const name = printable(one.name);
  const runTest = (): void => {
    setTest(null);
    void deed.run("test", async () => setTest(await webhooks.test(one.id))).then(() => onDone(""));
  };
  return (
    <article className="card" aria-label={name}>
      <div className="card-head">
        <Icon name="outside" />
        <h3><Name>{one.name}</Name></h3>
        <State level={levelOfWebhook[state]}>{words.states[state]}</State>
        <span className="muted">{one.kind === "splunk" ? words.kinds[one.kind] : `${words.kinds[one.kind] ?? one.kind}, ${words.formats[one.format] ?? one.format}`}</span>
      </div>
      <p className="muted break"><bdi>{printable(one.url)}</bdi></p>
      <Queue one={one} />
      {mayManage ? (
        <div className="buttons">
          <button type="button" disabled={deed.busy !== null} onClick={runTest}>{deed.busy === "test" ? words.testing : words.test}</button>
          <button type="button" aria-expanded={open} onClick={() => navigate({ more: furthered(more, { row: open ? null : one.id, deliveries: null }) }, "replace")}>{words.details}</button>
          <button type="button" onClick={() => navigate({ form: `edit:${one.id}` })}>{words.edit}</button>
          <button type="button" disabled={deed.busy !== null} onClick={() => void deed.run("pause", async () => { await webhooks.change(one.id, { paused: !(one.paused || one.disabled) }); }).then((well) => { if (well) onDone(""); })}>
            {one.paused || one.disabled ? words.resume : words.pause}
          </button>
          {one.kind === "webhook" && hasSecret(one.kind) ? (
            <Confirm label={words.renewSecret} danger={false} title={words.renewTitle(name)} lead={words.renewLead} confirm={words.renewConfirm} onConfirm={async () => onSecret((await webhooks.renewSecret(one.id)).secret)} />
          ) : null}
          <Confirm label={words.remove} title={words.removeTitle(name)} lead={words.removeLead(one.waiting, one.deadLetters)} confirm={words.removeConfirm(name)} typed={one.name}
            onConfirm={async () => { await webhooks.remove(one.id); onDone(words.removed(name)); }} />
        </div>
      ) : null}
      {deed.error ? <Refused error={deed.error} /> : null}
      {test ? <TestLine test={test} /> : null}
      {open ? <Deliveries endpoint={one} onChanged={() => onDone("")} /> : null}
    </article>
  );
}

function Queue({ one }: { one: Webhook }) {
  useNow();
  const now = store.now();
  return (
    <>
      {one.disabled ? <Problem>{words.disabledBecause(printable(one.disabled.reason))} <span className="muted">{ago(one.disabled.at, now)}</span></Problem> : null}
      {one.paused && !one.disabled ? <p className="muted">{words.pausedHint}</p> : null}
      <dl className="audit-status">
        <div><dt>{words.lastDelivery}</dt><dd><Ago at={one.lastDeliveryAt} /></dd></div>
        {one.deliveredSequence === null ? null : <div><dt>{words.upTo}</dt><dd>{one.deliveredSequence.toLocaleString("en")}</dd></div>}
        <div><dt>{words.queue}</dt><dd>{words.waiting(one.waiting)}{one.oldestWaitingAt && one.waiting > 0 ? <span className="muted">, {words.oldest(ago(one.oldestWaitingAt, now))}</span> : null}</dd></div>
        <div><dt>{words.givenUp}</dt><dd className={one.deadLetters > 0 ? "strong" : ""}>{words.deadLetters(one.deadLetters)}</dd></div>
        {one.nextAttemptAt ? <div><dt>{words.nextAttempt}</dt><dd>{absolute(one.nextAttemptAt)}</dd></div> : null}
      </dl>
      {one.skipped && one.skipped.count > 0 ? (
        <Problem>
          {words.skipped(one.skipped.count)} {one.skipped.fromSequence !== undefined && one.skipped.toSequence !== undefined ? words.skippedRange(one.skipped.fromSequence.toLocaleString("en"), one.skipped.toSequence.toLocaleString("en")) : ""}
        </Problem>
      ) : null}
      {one.lastError ? <p className="muted break">{words.lastError}: <bdi>{printable(one.lastError)}</bdi></p> : null}
    </>
  );
}

function TestLine({ test }: { test: WebhookTest }) {
  return (
    <div className="test" role="status">
      <State level={test.delivered ? "ok" : "critical"}>{test.delivered ? words.tested(test.milliseconds.toLocaleString("en")) : words.testFailed}</State>
      {test.status !== null ? <p className="muted">{words.testStatus(test.status)}</p> : null}
      {test.error ? <p className="break"><bdi>{printable(test.error)}</bdi></p> : null}
      {test.answer ? <p className="muted break">{words.testAnswer}: <bdi>{printable(test.answer)}</bdi></p> : null}
    </div>
  );
}
