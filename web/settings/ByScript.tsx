import { useEffect, useState, type FormEvent } from "react";
import { api, APIError } from "../app/api";
import { printable } from "../app/format";
import { Command, Problem, State } from "../app/parts";
import { store } from "../app/store";
import { text } from "../app/text";
import type { SetupCommand, SetupProgress } from "../app/types";
import { navigate } from "../app/url";
import { Field } from "../forms/Field";
import type { Product } from "./products";
import { clock, hasEnded, levelOfStage, secondsLeft } from "./setup";
import { sayOnce } from "./Sources";

const words = text.sources.script;
/** How often the server is asked how far the other one has come, milliseconds. */
const pace = 2000;

/** A command for a root shell of the server, a clock that shows how long it is good for, and word of the server once it has come. */
export function ByScript({ product }: { product: Exclude<Product, "pmg"> }) {
  const [host, setHost] = useState("");
  const [made, setMade] = useState<{ command: SetupCommand; endsAt: number } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const make = (): void => {
    setBusy(true);
    setError(null);
    api.makeSetupCommand({ type: product, ...(host.trim() === "" ? {} : { host: host.trim() }) }).then(
      (command) => setMade({ command, endsAt: performance.now() + command.expiresInSeconds * 1000 }),
      (failure: unknown) => setError(failure instanceof APIError ? failure.message : text.errors.noAnswer),
    ).finally(() => setBusy(false));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make();
  };
  return (
    <div className="by-script">
      <p>{words.lead}</p>
      <form onSubmit={submit} noValidate>
        <Field label={words.host} optional hint={words.hostHint} value={host} onChange={setHost} inputMode="url" autoCapitalize="off" autoComplete="off" name="setupHost" />
        {error ? <Problem>{error}</Problem> : null}
        <div className="buttons">
          <button type="submit" className={made ? "" : "primary"} disabled={busy}>{busy ? words.making : made ? words.again : words.make}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
      {made ? <Made key={made.command.id} command={made.command} endsAt={made.endsAt} product={product} /> : null}
    </div>
  );
}

function Made({ command, endsAt, product }: { command: SetupCommand; endsAt: number; product: Exclude<Product, "pmg"> }) {
  const left = useSecondsLeft(endsAt);
  const [progress, lost] = useProgress(command.id);
  const ended = progress?.stage !== "done" && (lost || hasEnded(left));
  useEffect(() => {
    if (progress?.stage === "done" && progress.source) void arrived(progress.source);
  }, [progress]);
  return (
    <section className="card" aria-label={words.command}>
      <h3>{words.command}</h3>
      <p>{words.where[product]}</p>
      {command.warning ? <p className="hint">{command.warning}</p> : null}
      <Command>{command.command}</Command>
      <p className="muted">{ended ? words.ended : <>{words.left} <span className="clock">{clock(left)}</span></>}</p>
      <div role="status">
        {progress ? <State level={levelOfStage(progress.stage)}>{words.stages[progress.stage]}</State> : null}
        {progress?.stage === "failed" ? <Problem>{printable(progress.problem ?? "")}</Problem> : null}
      </div>
      <details className="how-to">
        <summary>{words.whatTitle}</summary>
        <ul>{words.what[product].map((line) => <li key={line}>{line}</li>)}</ul>
        <p className="muted">{words.undo} <code>{words.undoCommand[product]}</code></p>
      </details>
    </section>
  );
}

/** The list shows it, with a word of what happened. */
async function arrived(slug: string): Promise<void> {
  const all = await api.sources().catch(() => []);
  const source = all.find((one) => one.source === slug);
  sayOnce(text.sources.added(printable(source?.name ?? slug)));
  store.sources.fire();
  navigate({ form: null });
}

function useSecondsLeft(endsAt: number): number {
  const [left, setLeft] = useState(() => secondsLeft(endsAt, performance.now()));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft(endsAt, performance.now())), 1000);
    return () => clearInterval(timer);
  }, [endsAt]);
  return left;
}

/** What became of the code so far, and whether the server no longer knows it. */
function useProgress(id: string): [SetupProgress | null, boolean] {
  const [progress, setProgress] = useState<SetupProgress | null>(null);
  const [lost, setLost] = useState(false);
  const over = lost || progress?.stage === "done";
  useEffect(() => {
    if (over) return;
    let open = true;
    const ask = (): void => {
      api.setupProgress(id).then(
        (answer) => { if (open) setProgress(answer); },
        // Anything else than "not known" may pass: a server that starts again, a cable.
        (failure: unknown) => { if (open && failure instanceof APIError && failure.status === 404) setLost(true); },
      );
    };
    ask();
    const timer = setInterval(ask, pace);
    return () => {
      open = false;
      clearInterval(timer);
    };
  }, [id, over]);
  return [progress, lost];
}
