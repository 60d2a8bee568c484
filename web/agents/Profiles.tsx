import { useState } from "react";
import { useAnswer } from "../app/answers";
import { agents, profiles, type Profile } from "../app/agents-api";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Ago, Empty, Loading, Name, Problem } from "../app/parts";
import { useMay } from "../app/permissions";
import { navigate, useView } from "../app/url";
import { ProfileForm } from "./ProfileForm";
import { Rules } from "./Rules";
import { profileWords } from "./text-fleet";

const words = profileWords;

/** Settings > Agent profiles: all, one, or the rules that give them away. */
export function Profiles() {
  const { form } = useView();
  const mayChange = useMay("settings:write");
  const all = useAnswer((signal) => profiles.all(signal));
  const schema = useAnswer((signal) => profiles.schema(signal));
  const fleet = useAnswer((signal) => agents.all(signal));
  const [said, setSaid] = useState("");
  const error = all.error ?? schema.error;
  const done = (sentence: string): void => {
    setSaid(sentence);
    all.reload();
    fleet.reload();
  };
  if (error) return <section><h2>{words.title}</h2><Refused error={error} onRetry={() => { all.reload(); schema.reload(); }} /></section>;
  if (!all.answer || !schema.answer) return <Loading />;
  if (form === "rules") return <Rules all={all.answer} mayChange={mayChange} />;
  if (form !== null && (form !== "add" || mayChange)) {
    const id = form.startsWith("profile:") ? form.slice("profile:".length) : null;
    const stored = all.answer.find((one) => one.id === id) ?? null;
    if (form !== "add" && !stored) return <Problem action={<button type="button" onClick={() => navigate({ form: null })}>{words.back}</button>}>{words.gone}</Problem>;
    return <ProfileForm key={`${form} ${stored?.version ?? 0}`} stored={stored} schema={schema.answer} fleet={fleet.answer?.agents ?? []} mayChange={mayChange} said={said} onDone={done} />;
  }
  return (
    <section aria-labelledby="profiles">
      <div className="section-head">
        <h2 id="profiles">{words.title}</h2>
        <div className="buttons">
          <button type="button" onClick={() => navigate({ form: "rules" })}>{words.rules}</button>
          {mayChange ? <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.add}</button> : null}
        </div>
      </div>
      <p className="muted">{words.lead}</p>
      {mayChange ? null : <Forbidden what={words.readOnly} />}
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {all.answer.length === 0 ? <Empty icon="settings" title={words.emptyTitle} lead={words.emptyLead} /> : all.answer.map((one) => <Card key={one.id} profile={one} />)}
    </section>
  );
}

function Card({ profile }: { profile: Profile }) {
  return (
    <article className="card" aria-label={printable(profile.name)}>
      <div className="card-head">
        <h3><Name>{profile.name}</Name></h3>
        <span className="badge">{words.version(profile.version)}</span>
        <span className="muted"><Ago at={profile.updated_at} /></span>
      </div>
      {profile.description ? <p><bdi>{printable(profile.description)}</bdi></p> : null}
      <p className="muted">{words.sets(Object.keys(profile.config).length)}{Object.keys(profile.config).length > 0 ? `: ${Object.keys(profile.config).map(printable).join(", ")}` : ""}; {words.agents(profile.assignedAgents.length)}</p>
      <div className="buttons"><button type="button" aria-label={`${words.edit} ${printable(profile.name)}`} onClick={() => navigate({ form: `profile:${profile.id}` })}>{words.edit}</button></div>
    </article>
  );
}
