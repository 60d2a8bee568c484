import { useEffect, useMemo, useRef, useState, type FormEvent } from "react";
import { useDeed } from "../app/answers";
import type { APIError } from "../app/api";
import { printable } from "../app/format";
import { Forbidden } from "../app/notices";
import { patrol } from "../app/patrol-store";
import type { DismissalReason, Finding } from "../app/api-types";
import { useMay } from "../app/permissions";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { Field } from "../forms/Field";
import { Select } from "../forms/Select";
import { patrolAPI, type Act } from "./patrol-api";
import { Refusal } from "./Refusal";
import { patrolPage } from "./text-patrol";

const words = patrolPage.acts;
type Name = Act["act"];

export interface Acts {
  busy: boolean;
  may: boolean;
  /** What was done last, and can be taken back. */
  done: { finding: Finding; act: Act } | null;
  failed: { error: APIError; name: Name } | null;
  /** False while another is under way, or for who may only look. */
  start: (finding: Finding, act: Act) => boolean;
}

/** What a person does with findings, one after the other; the list is asked for anew after each. */
export function useActs(onDone?: () => void): Acts {
  const may = useMay("monitoring:write");
  const deed = useDeed();
  const [last, setLast] = useState<{ finding: Finding; act: Act } | null>(null);
  const { busy, error, run } = deed;
  return useMemo(() => ({
    busy: busy !== null, may,
    done: last && !error && busy === null ? last : null,
    failed: error && last ? { error, name: last.act.act } : null,
    start: (finding, act) => {
      if (busy !== null || !may) return false;
      setLast({ finding, act });
      void run(act.act, async () => {
        await patrolAPI.act(finding.id, act);
        await patrol.refresh();
        onDone?.();
      });
      return true;
    },
  }), [busy, may, last, error, run, onDone]);
}

/** Says what was done, with the way back, or why it was not. */
export function Acted({ acts }: { acts: Acts }) {
  const { done, failed } = acts;
  return (
    <div className="patrol-acted">
      <p role="status">
        {done ? <>{words.done[done.act.act]?.(printable(done.finding.title))}{canUndo(done.act.act) ? <> <button type="button" className="link" onClick={() => acts.start(done.finding, { act: "reopen" })}>{text.undo}</button></> : null}</> : null}
      </p>
      {failed ? <Refusal error={failed.error} what={words.names[failed.name] ?? failed.name} /> : null}
    </div>
  );
}

function canUndo(name: Name): boolean {
  return name === "acknowledge" || name === "snooze" || name === "dismiss";
}

const forms: readonly Name[] = ["snooze", "dismiss", "suppress"];

/** Which acts make sense of a finding as it is. */
export function actsFor({ state, suppressed }: Pick<Finding, "state" | "suppressed">): Name[] {
  switch (state) {
    // Only a run can say that it is there again.
    case "resolved": return [];
    case "dismissed": case "snoozed": return ["reopen", "resolve"];
    case "acknowledged": return ["snooze", "dismiss", "resolve", ...(suppressed ? [] : ["suppress" as const]), "reopen"];
    default: return ["acknowledge", "snooze", "dismiss", "resolve", ...(suppressed ? [] : ["suppress" as const])];
  }
}

/** The buttons of a finding, with what some of them need to be told; which form is open stands in the address. */
export function ActButtons({ finding, acts }: { finding: Finding; acts: Acts }) {
  const { tab } = useView();
  const [note, setNote] = useState("");
  const names = actsFor(finding);
  const form = forms.find((one) => one === tab && names.includes(one)) ?? null;
  const press = (name: Name): void => {
    if (forms.includes(name)) return navigate({ tab: name === form ? null : name }, "replace");
    if (name === "acknowledge" || name === "resolve") acts.start(finding, { act: name, note });
    else acts.start(finding, { act: "reopen" });
  };
  return (
    <section className="finding-acts" aria-label={words.label}>
      <div className="buttons">
        {names.map((name) => (
          <button key={name} type="button" className={name === "acknowledge" ? "primary" : ""} disabled={acts.busy || !acts.may} aria-expanded={forms.includes(name) ? name === form : undefined} onClick={() => press(name)}>{words.names[name]}</button>
        ))}
      </div>
      {acts.may ? null : <Forbidden what={words.forbidden} />}
      {acts.may && form === null && finding.state !== "resolved" ? <Field label={words.note} optional value={note} onChange={setNote} hint={words.noteHint} maxLength={500} /> : null}
      {form ? <ActForm key={form} name={form} finding={finding} acts={acts} note={note} /> : null}
      <Acted acts={acts} />
    </section>
  );
}

function ActForm({ name, finding, acts, note: begun }: { name: Name; finding: Finding; acts: Acts; note: string }) {
  const [note, setNote] = useState(begun);
  const [hours, setHours] = useState("24");
  const [reason, setReason] = useState<DismissalReason>("not_an_issue");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("select, input")?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const act: Act = name === "snooze" ? { act: "snooze", hours: Number(hours) } : name === "dismiss" ? { act: "dismiss", reason, note } : { act: "suppress", note };
    acts.start(finding, act);
  };
  return (
    <form ref={form} className="finding-form" onSubmit={submit}>
      {name === "snooze" ? <Select label={words.forHours} value={hours} onChange={setHours} options={Object.entries(words.hours).map(([value, label]) => ({ value, label }))} /> : null}
      {name === "dismiss" ? <Select label={words.reason} value={reason} onChange={setReason} options={(Object.keys(patrolPage.reasons) as DismissalReason[]).map((value) => ({ value, label: patrolPage.reasons[value] ?? value }))} /> : null}
      {name === "snooze" ? null : <Field label={words.note} optional value={note} onChange={setNote} hint={words.noteHint} maxLength={500} />}
      <p className="hint">{words.hints[name]}</p>
      <div className="buttons">
        <button type="submit" className="primary" disabled={acts.busy || !acts.may}>{words.names[name]}</button>
        <button type="button" onClick={() => navigate({ tab: null }, "replace")}>{text.cancel}</button>
      </div>
    </form>
  );
}
