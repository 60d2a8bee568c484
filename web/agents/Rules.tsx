import { useEffect, useState } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { profiles, type Profile, type ProfileRule } from "../app/agents-api";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Loading } from "../app/parts";
import { navigate } from "../app/url";
import { Field } from "../forms/Field";
import { Select } from "../forms/Select";
import { profileWords } from "./text-fleet";

const words = profileWords.ruled;
const modules = ["host", "docker", "kubernetes"] as const;

/** A copy with one rule moved by a step; the same where there is no place for it. */
export function moved<Item>(items: readonly Item[], from: number, step: -1 | 1): Item[] {
  const to = from + step;
  if (to < 0 || to >= items.length) return [...items];
  const copy = [...items];
  const [one] = copy.splice(from, 1);
  if (one !== undefined) copy.splice(to, 0, one);
  return copy;
}

const blank: ProfileRule = { tag: null, platform: null, module: null, profile_id: "" };

/** Who gets which profile when nobody was named: the first rule that fits. */
export function Rules({ all, mayChange }: { all: readonly Profile[]; mayChange: boolean }) {
  const { answer, error, reload } = useAnswer((signal) => profiles.rules(signal));
  const [rules, setRules] = useState<ProfileRule[] | null>(null);
  const [said, setSaid] = useState("");
  const deed = useDeed();
  useEffect(() => {
    if (answer) setRules(answer);
  }, [answer]);
  const set = (next: ProfileRule[]): void => {
    setSaid("");
    setRules(next);
  };
  const changed = rules !== null && JSON.stringify(rules) !== JSON.stringify(answer);
  const complete = rules?.every((one) => one.profile_id !== "") ?? false;
  const save = (): void => void deed.run("save", async () => {
    await profiles.saveRules(rules ?? []);
    setSaid(words.saved);
    reload();
  });
  return (
    <section aria-labelledby="rules">
      <div className="section-head">
        <h2 id="rules">{words.title}</h2>
        <button type="button" onClick={() => navigate({ form: null })}><Icon name="left" size={14} /> {profileWords.back}</button>
      </div>
      <p className="muted">{words.lead}</p>
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {rules === null && !error ? <Loading /> : null}
      {rules?.length === 0 ? <p className="muted">{words.none}</p> : null}
      <ol className="versions">
        {rules?.map((rule, at) => (
          <li key={at} className="card" aria-label={words.number(at + 1)}>
            <RuleFields rule={rule} all={all} disabled={!mayChange} onChange={(next) => set(rules.map((one, index) => (index === at ? next : one)))} />
            {mayChange ? (
              <div className="buttons">
                <button type="button" disabled={at === 0} aria-label={`${words.up}: ${words.number(at + 1)}`} onClick={() => set(moved(rules, at, -1))}>{words.up}</button>
                <button type="button" disabled={at === rules.length - 1} aria-label={`${words.down}: ${words.number(at + 1)}`} onClick={() => set(moved(rules, at, 1))}>{words.down}</button>
                <button type="button" aria-label={`${words.remove}: ${words.number(at + 1)}`} onClick={() => set(rules.filter((_, index) => index !== at))}>{words.remove}</button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      {deed.error ? <Refused error={deed.error} /> : null}
      {mayChange && rules ? (
        <div className="buttons">
          <button type="button" disabled={all.length === 0} onClick={() => set([...rules, { ...blank, profile_id: all[0]?.id ?? "" }])}><Icon name="plus" /> {words.add}</button>
          <button type="button" className="primary" disabled={!changed || !complete || deed.busy !== null} onClick={save}>{words.save}</button>
          {changed ? <span className="muted">{complete ? words.unsaved : words.incomplete}</span> : null}
        </div>
      ) : null}
    </section>
  );
}

function RuleFields({ rule, all, disabled, onChange }: { rule: ProfileRule; all: readonly Profile[]; disabled: boolean; onChange: (rule: ProfileRule) => void }) {
  const orNull = (written: string): string | null => (written.trim() === "" ? null : written);
  return (
    <div className="three">
      <Field label={words.tag} value={rule.tag ?? ""} onChange={(tag) => onChange({ ...rule, tag: orNull(tag) })} disabled={disabled} maxLength={64} autoComplete="off" placeholder={words.any} />
      <Field label={words.platform} value={rule.platform ?? ""} onChange={(platform) => onChange({ ...rule, platform: orNull(platform) })} disabled={disabled} maxLength={32} autoComplete="off" placeholder={words.any} />
      <Select label={words.module} value={rule.module ?? ""} disabled={disabled} onChange={(value) => onChange({ ...rule, module: modules.find((one) => one === value) ?? null })}
        options={[{ value: "", label: words.any }, ...modules.map((value) => ({ value, label: words.modules[value] ?? value }))]} />
      <Select label={words.profile} value={rule.profile_id} disabled={disabled} onChange={(profile_id) => onChange({ ...rule, profile_id })}
        options={[...(all.some((one) => one.id === rule.profile_id) ? [] : [{ value: rule.profile_id, label: "–" }]), ...all.map((one) => ({ value: one.id, label: printable(one.name) }))]} />
    </div>
  );
}
