import { useId, useMemo, useState, type FormEvent } from "react";
import { useDeed } from "../app/answers";
import { agents, profiles, type Agent, type Profile, type SettingSchema } from "../app/agents-api";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Name } from "../app/parts";
import { text } from "../app/text";
import { navigate } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Check, Field, TextArea, useTouched } from "../forms/Field";
import { Select } from "../forms/Select";
import { configOf, draftOfConfig, mistakesOfConfig, wordsOfValue, type ConfigDraft } from "./config";
import { Preview } from "./Preview";
import { profileWords } from "./text-fleet";
import { Versions } from "./Versions";

const words = profileWords;

interface FormProps {
  stored: Profile | null;
  schema: readonly SettingSchema[];
  fleet: readonly Agent[];
  mayChange: boolean;
  said: string;
  onDone: (sentence: string) => void;
}

/** A profile: its settings, who has it, what came before, and what an agent would have with it. */
export function ProfileForm({ stored, schema, fleet, mayChange, said, onDone }: FormProps) {
  const [name, setName] = useState(stored?.name ?? "");
  const [description, setDescription] = useState(stored?.description ?? "");
  const [draft, setDraft] = useState<ConfigDraft>(() => draftOfConfig(stored?.config ?? {}, schema));
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = useMemo(() => mistakesOfConfig(draft, schema), [draft, schema]);
  const nameMistake = name.trim() === "" ? words.nameMissing : null;
  const ready = Object.keys(mistakes).length === 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (!ready || nameMistake) return;
    void deed.run("save", async () => {
      const wanted = { name: name.trim(), description: description.trim(), config: configOf(draft, schema) };
      const saved = stored ? await profiles.change(stored.id, wanted) : await profiles.add(wanted);
      onDone(stored ? words.saved(printable(saved.name), saved.version) : words.created(printable(saved.name)));
      navigate({ form: `profile:${saved.id}` }, "replace");
    });
  };
  // What the server found wrong, key by key.
  const refused = (key: string): string | null => (typeof deed.error?.details[key] === "string" ? String(deed.error.details[key]) : null);
  return (
    <section aria-labelledby="form-title" className="profile">
      <div className="section-head">
        <h2 id="form-title"><bdi>{stored ? printable(stored.name) : words.add}</bdi> {stored ? <span className="badge">{words.version(stored.version)}</span> : null}</h2>
        <button type="button" onClick={() => navigate({ form: null })}><Icon name="left" size={14} /> {words.back}</button>
      </div>
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      <form className="stacked" onSubmit={submit} noValidate>
        <Field label={words.name} value={name} onChange={setName} onBlur={() => touch("name")} mistake={touched("name") ? nameMistake : null} maxLength={100} readOnly={!mayChange} autoComplete="off" name="profile-name" />
        <Field label={words.description} value={description} onChange={setDescription} optional maxLength={300} readOnly={!mayChange} autoComplete="off" name="description" />
        <fieldset disabled={!mayChange} className="stacked">
          <legend>{words.settings}</legend>
          {schema.map((one) => (
            <Setting key={one.key} schema={one} written={draft[one.key] ?? null} mistake={mistakes[one.key] ?? refused(one.key)} onChange={(value) => setDraft((former) => ({ ...former, [one.key]: value }))} />
          ))}
        </fieldset>
        {deed.error ? <Refused error={deed.error} /> : null}
        {mayChange ? (
          <div className="buttons">
            <button type="submit" className="primary" disabled={deed.busy !== null || !ready}>{deed.busy ? text.access.working : stored ? words.save : words.create}</button>
            <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
          </div>
        ) : null}
      </form>
      <PreviewOn fleet={fleet} draft={draft} schema={schema} ready={ready} />
      {stored ? (
        <>
          <Assigned profile={stored} fleet={fleet} mayChange={mayChange} onDone={onDone} />
          <Versions profile={stored} mayChange={mayChange} onDone={onDone} />
          {mayChange ? (
            <div className="buttons">
              <Confirm label={words.remove} title={words.removeTitle(printable(stored.name))} lead={words.removeLead(stored.assignedAgents.length)} confirm={words.removeConfirm(printable(stored.name))}
                onConfirm={async () => { await profiles.remove(stored.id); onDone(words.removed(printable(stored.name))); navigate({ form: null }); }} />
            </div>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

interface SettingProps {
  schema: SettingSchema;
  written: string | null;
  mistake: string | null;
  onChange: (written: string | null) => void;
}

/** One setting as its schema says: what is left as it is comes from the agent itself. */
function Setting({ schema, written, mistake, onChange }: SettingProps) {
  const usual = words.usual(wordsOfValue(schema.fallback));
  const meaning = printable(schema.meaning);
  switch (schema.kind) {
    case "flag":
      return <Select label={schema.key} value={written ?? ""} hint={`${meaning} ${usual}`} onChange={(value) => onChange(value === "" ? null : value)} options={[{ value: "", label: words.leave }, { value: "true", label: words.on }, { value: "false", label: words.off }]} />;
    case "choice":
      return <Select label={schema.key} value={written ?? ""} hint={`${meaning} ${usual}`} onChange={(value) => onChange(value === "" ? null : value)} options={[{ value: "", label: words.leave }, ...(schema.choices ?? []).map((value) => ({ value, label: printable(value) }))]} />;
    case "number": {
      const range = words.range((schema.minimum ?? 0).toLocaleString("en"), schema.maximum === null ? "…" : schema.maximum.toLocaleString("en"), schema.unit ?? "");
      return <Field label={schema.key} value={written ?? ""} hint={`${meaning} ${range} ${usual}`} mistake={mistake} onChange={(value) => onChange(value.trim() === "" ? null : value)} inputMode="numeric" autoComplete="off" placeholder={words.leave} />;
    }
    case "texts":
      return (
        <div className="field">
          <Check label={words.setIt(schema.key)} checked={written !== null} onChange={(set) => onChange(set ? "" : null)} />
          {written === null ? <p className="hint">{meaning} {usual}</p> : (
            <TextArea label={schema.key} value={written} hint={`${meaning} ${words.list(schema.maximumCount ?? 0, schema.maximumBytes ?? 0)}`} mistake={mistake} onChange={onChange} rows={3} spellCheck={false} />
          )}
        </div>
      );
  }
}

/** Agents whose settings a profile can be. */
function taking(fleet: readonly Agent[]): Agent[] {
  return fleet.filter((one) => one.condition !== "revoked");
}

/** An agent by what somebody wrote: its name, host name or id. */
function named(fleet: readonly Agent[], written: string): Agent | undefined {
  const wanted = written.trim().toLowerCase();
  return taking(fleet).find((one) => [one.name, one.hostname, one.id].some((word) => word.toLowerCase() === wanted));
}

function AgentField({ label, fleet, value, onChange, mistake }: { label: string; fleet: readonly Agent[]; value: string; onChange: (value: string) => void; mistake?: string | null }) {
  const id = useId();
  return (
    <>
      <Field label={label} value={value} onChange={onChange} mistake={mistake ?? null} list={id} autoComplete="off" />
      <datalist id={id}>{taking(fleet).slice(0, 500).map((one) => <option key={one.id} value={printable(one.name)} />)}</datalist>
    </>
  );
}

function PreviewOn({ fleet, draft, schema, ready }: { fleet: readonly Agent[]; draft: ConfigDraft; schema: readonly SettingSchema[]; ready: boolean }) {
  const [written, setWritten] = useState("");
  const agent = named(fleet, written);
  if (taking(fleet).length === 0) return <p className="muted">{words.preview.none}</p>;
  return (
    <section className="host-part" aria-label={words.preview.title}>
      <h3>{words.preview.title}</h3>
      <p className="muted">{words.preview.lead}</p>
      <AgentField label={words.preview.agent} fleet={fleet} value={written} onChange={setWritten} mistake={written !== "" && !agent ? words.assigned.unknown : null} />
      {agent && ready ? <Preview agentId={agent.id} config={configOf(draft, schema)} /> : null}
    </section>
  );
}

function Assigned({ profile, fleet, mayChange, onDone }: { profile: Profile; fleet: readonly Agent[]; mayChange: boolean; onDone: (sentence: string) => void }) {
  const assigned = words.assigned;
  const [written, setWritten] = useState("");
  const deed = useDeed();
  const agent = named(fleet, written);
  const nameOf = (id: string): string => fleet.find((one) => one.id === id)?.name ?? id;
  const give = (id: string, to: string | null): void => void deed.run(id, async () => {
    await agents.assign(id, to);
    setWritten("");
    onDone("");
  });
  return (
    <section className="host-part" aria-label={assigned.title}>
      <h3>{assigned.title} <span className="muted figure">{profile.assignedAgents.length.toLocaleString("en")}</span></h3>
      {profile.assignedAgents.length === 0 ? <p className="muted">{assigned.none}</p> : (
        <ul className="assigned">
          {profile.assignedAgents.map((id) => (
            <li key={id}>
              <button type="button" className="link" onClick={() => navigate({ section: "agents", form: `agent:${id}` })}><Name>{nameOf(id)}</Name></button>
              {mayChange ? <button type="button" aria-label={`${assigned.take}: ${printable(nameOf(id))}`} disabled={deed.busy !== null} onClick={() => give(id, null)}>{assigned.take}</button> : null}
            </li>
          ))}
        </ul>
      )}
      {deed.error ? <Refused error={deed.error} /> : null}
      {mayChange && taking(fleet).length > 0 ? (
        <form className="stacked" onSubmit={(event) => { event.preventDefault(); if (agent) give(agent.id, profile.id); }}>
          <AgentField label={assigned.add} fleet={fleet} value={written} onChange={setWritten} mistake={written !== "" && !agent ? assigned.unknown : null} />
          <div className="buttons"><button type="submit" disabled={!agent || deed.busy !== null}>{assigned.give}</button></div>
        </form>
      ) : null}
    </section>
  );
}
