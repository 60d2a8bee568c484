import { useEffect, useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { agents as api, type NewCode } from "../app/agents-api";
import { absolute, printable } from "../app/format";
import { Refused } from "../app/notices";
import { Command, State } from "../app/parts";
import { text } from "../app/text";
import { navigate } from "../app/url";
import { Field, TextArea } from "../forms/Field";
import { linesOf } from "../forms/lists";
import { Select } from "../forms/Select";
import { PlainTable } from "../table/PlainTable";
import { fleetWords } from "./text-fleet";

const words = fleetWords.codes;
const mostUses = 1_000;
/** How often the server is asked who has come, milliseconds. */
const pace = 4_000;

export function usesOf(written: string): number | null {
  const uses = Number(written);
  return /^\d+$/.test(written.trim()) && uses >= 1 && uses <= mostUses ? uses : null;
}

/** A code for some machines and some time, the command that uses it, and word of those who came. */
export function AddAgents() {
  const [minutes, setMinutes] = useState("60");
  const [uses, setUses] = useState("1");
  const [tags, setTags] = useState("");
  const [name, setName] = useState("");
  const [made, setMade] = useState<{ code: NewCode; known: number; holdsAgent: boolean } | null>(null);
  const deed = useDeed();
  const codes = useAnswer((signal) => api.codes(signal));
  const count = usesOf(uses);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (count === null) return;
    void deed.run("make", async () => {
      // Counted before the code is shown: who comes by it comes later.
      const { agents, agentVersion } = await api.all();
      setMade({ known: agents.length, holdsAgent: agentVersion !== null, code: await api.makeCode({ minutes: Number(minutes), uses: count, tags: linesOf(tags), name: count === 1 && name.trim() !== "" ? name.trim() : null }) });
      codes.reload();
    });
  };
  return (
    <section className="narrow-form" aria-labelledby="form-title">
      <h2 id="form-title">{words.title}</h2>
      <p className="muted">{words.lead}</p>
      {made ? <Made made={made.code} known={made.known} holdsAgent={made.holdsAgent} onAgain={() => setMade(null)} /> : (
        <form onSubmit={submit} noValidate>
          <Select label={words.minutes} value={minutes} onChange={setMinutes} options={Object.keys(words.lengths).map((value) => ({ value, label: words.lengths[value] ?? value }))} />
          <Field label={words.uses} hint={words.usesHint} mistake={count === null ? words.usesWrong : null} value={uses} onChange={setUses} inputMode="numeric" autoComplete="off" name="uses" />
          {count === 1 ? <Field label={words.name} hint={words.nameHint} value={name} onChange={setName} optional maxLength={100} autoComplete="off" name="agent-name" /> : null}
          <TextArea label={words.tags} hint={words.tagsHint} value={tags} onChange={setTags} rows={2} spellCheck={false} name="tags" />
          {deed.error ? <Refused error={deed.error} /> : null}
          <div className="buttons">
            <button type="submit" className="primary" disabled={deed.busy !== null || count === null}>{deed.busy ? text.access.working : words.make}</button>
            <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
          </div>
        </form>
      )}
      {codes.answer && codes.answer.length > 0 ? (
        <section className="host-part" aria-label={words.open}>
          <h3>{words.open}</h3>
          <PlainTable label={words.open} items={codes.answer} id={(one) => one.id}
            columns={[
              { key: "left", label: words.left, right: true, cell: (one) => one.usesLeft.toLocaleString("en") },
              { key: "ends", label: words.ends, cell: (one) => <time dateTime={one.expiresAt}>{absolute(one.expiresAt)}</time> },
              { key: "by", label: words.by, wide: true, cell: (one) => <bdi>{printable(one.createdBy)}</bdi> },
              { key: "remove", label: words.remove, bare: true, cell: (one) => <button type="button" onClick={() => void deed.run("remove", async () => { await api.removeCode(one.id); codes.reload(); })}>{words.remove}</button> },
            ]}
          />
        </section>
      ) : null}
    </section>
  );
}

function Made({ made, known, holdsAgent, onAgain }: { made: NewCode; known: number; holdsAgent: boolean; onAgain: () => void }) {
  const came = useNewcomers(known);
  return (
    <section className="card" aria-label={words.title}>
      <p>{words.command}</p>
      {holdsAgent ? null : <p className="hint">{words.noAgent}</p>}
      <Command>{made.command}</Command>
      {made.commandKubernetes ? <><p>{words.kubernetes}</p><Command>{made.commandKubernetes}</Command></> : null}
      <p className="muted">{words.until(absolute(made.expiresAt), made.uses)}</p>
      <div role="status"><State level={came > 0 ? "ok" : "unknown"}>{came > 0 ? words.came(came) : words.waiting}</State></div>
      <details className="how-to"><summary>{words.what}</summary><ul>{(holdsAgent ? words.whats : words.whats.slice(1)).map((line) => <li key={line}>{line}</li>)}</ul></details>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => navigate({ form: null })}>{words.done}</button>
        <button type="button" onClick={onAgain}>{words.again}</button>
      </div>
    </section>
  );
}

/** How many more agents there are than before. */
function useNewcomers(known: number): number {
  const [came, setCame] = useState(0);
  useEffect(() => {
    let open = true;
    const timer = setInterval(() => {
      if (document.visibilityState === "hidden") return;
      // What fails may pass: the next look is soon.
      api.all().then(({ agents }) => { if (open) setCame(Math.max(0, agents.length - known)); }, () => undefined);
    }, pace);
    return () => {
      open = false;
      clearInterval(timer);
    };
  }, [known]);
  return came;
}
