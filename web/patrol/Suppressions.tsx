import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Forbidden, Refused } from "../app/notices";
import { Ago, Empty, Loading } from "../app/parts";
import { useFindings } from "../app/patrol-store";
import type { Finding, FindingCategory, SuppressionRule } from "../app/api-types";
import { useMay } from "../app/permissions";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Field, useTouched } from "../forms/Field";
import { Select } from "../forms/Select";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { patrolAPI } from "./patrol-api";
import { Refusal } from "./Refusal";
import { FindingLink } from "./Relations";
import { emptySuppression, ruleWords, suppressionDraft, suppressionMistakes, type SuppressionFields } from "./suppression";
import { patrolPage } from "./text-patrol";
import { until } from "./words";

const words = patrolPage.suppressions;
const names = words.columns;

/** What patrol was told to be silent about, and what that hides now. */
export function SuppressionsSection() {
  const view = useView();
  const patrol = useFindings();
  const may = useMay("monitoring:write");
  const { answer: rules, error, reload } = useAnswer(patrolAPI.suppressions, patrol.round.toString());
  const changed = async (): Promise<void> => {
    reload();
    await patrol.refresh();
  };
  if (!rules) return error ? <div className="patrol-body"><Refused error={error} onRetry={reload} /></div> : <Loading />;
  const add = <button type="button" className="primary" disabled={!may} onClick={() => navigate({ form: "add" })}>{words.add}</button>;
  return (
    <div className="patrol-body">
      {view.form === "add" ? <AddForm onAdded={async () => { navigate({ form: null }); await changed(); }} /> : null}
      {may ? null : <Forbidden what={patrolPage.acts.forbidden} />}
      {rules.length === 0 ? (view.form === "add" ? null : <Empty icon="patrol" title={words.emptyTitle} lead={words.emptyLead}>{add}</Empty>) : (
        <>
          <div className="section-head"><p className="muted">{words.lead}</p>{view.form === "add" ? null : add}</div>
          <PlainTable label={words.label} columns={columns(patrol.findings ?? [], may, changed)} items={rules} id={(rule) => rule.id} />
        </>
      )}
    </div>
  );
}

function columns(findings: readonly Finding[], may: boolean, onRemoved: () => Promise<void>): PlainColumn<SuppressionRule>[] {
  return [
    { key: "what", label: names.what, cell: (rule) => <bdi>{printable(ruleWords(rule))}</bdi> },
    { key: "description", label: names.description, wide: true, cell: (rule) => <bdi>{printable(rule.description)}</bdi> },
    { key: "hides", label: names.hides, cell: (rule) => <Hidden rule={rule} findings={findings} /> },
    { key: "until", label: names.until, wide: true, cell: (rule) => (rule.until ? until(rule.until, store.now()) : words.always) },
    { key: "made", label: names.made, wide: true, cell: (rule) => <><Ago at={rule.created_at} /> <span className="muted">{rule.created_by ? words.by(printable(rule.created_by)) : ""} {rule.created_from === "finding" ? words.fromFinding : ""}</span></> },
    {
      key: "remove", label: names.remove, bare: true,
      cell: (rule) => (
        <Confirm
          label={words.remove} title={words.removeTitle(printable(ruleWords(rule)))} lead={<p>{words.removeLead(rule.hides.length)}</p>} confirm={words.removeConfirm(printable(ruleWords(rule)))} disabled={!may}
          onConfirm={async () => { await patrolAPI.unsuppress(rule.id); await onRemoved(); }}
        />
      ),
    },
  ];
}

function Hidden({ rule: { hides }, findings }: { rule: SuppressionRule; findings: readonly Finding[] }) {
  if (hides.length === 0) return <span className="muted">{words.nothing}</span>;
  const known = findings.filter((one) => hides.includes(one.id)).slice(0, 20);
  return (
    <details>
      <summary className="figure">{hides.length.toLocaleString("en")}</summary>
      <ul className="finding-list">{known.map((one) => <li key={one.id}><FindingLink id={one.id} finding={one} /></li>)}</ul>
      {hides.length > known.length ? <p className="muted">{patrolPage.finding.further(hides.length - known.length)}</p> : null}
    </details>
  );
}

const categories = ["performance", "capacity", "reliability", "backup", "security", "general"] as const;

function AddForm({ onAdded }: { onAdded: () => Promise<void> }) {
  const [fields, setFields] = useState<SuppressionFields>(emptySuppression);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = suppressionMistakes(fields);
  const set = (patch: Partial<SuppressionFields>): void => setFields((former) => ({ ...former, ...patch }));
  const field = (key: keyof SuppressionFields) => ({ label: words.fields[key], value: fields[key], onChange: (value: string) => set({ [key]: value }), onBlur: () => touch(key), mistake: touched(key) ? mistakes[key] : null });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (Object.keys(mistakes).length > 0) return;
    void deed.run("add", async () => {
      await patrolAPI.suppress(suppressionDraft(fields));
      await onAdded();
    });
  };
  return (
    <section className="narrow-form" aria-labelledby="suppression-title">
      <h2 id="suppression-title">{words.addTitle}</h2>
      <p className="hint">{words.allHint}</p>
      <form onSubmit={submit} noValidate>
        <Field {...field("resource")} hint={words.resourceHint} optional autoFocus autoComplete="off" autoCapitalize="off" />
        <Field {...field("check")} hint={words.checkHint} optional autoComplete="off" />
        <Select label={words.fields.category} value={fields.category} onChange={(category) => set({ category })} options={[{ value: "" as FindingCategory | "", label: words.anyCategory }, ...categories.map((value) => ({ value, label: patrolPage.categories[value] ?? value }))]} />
        <Field {...field("tag")} optional autoComplete="off" autoCapitalize="off" />
        <Field {...field("description")} maxLength={500} />
        <Field {...field("until")} type="datetime-local" hint={words.untilHint} optional />
        {deed.error ? <Refusal error={deed.error} what={words.addTitle} /> : null}
        <div className="buttons">
          <button type="submit" className="primary" disabled={deed.busy !== null}>{words.save}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
