import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Loading, State } from "../app/parts";
import { useMay } from "../app/permissions";
import { licence } from "../app/security-api";
import type { LicenceStatus } from "../app/security-types";
import { text } from "../app/text";
import { Confirm } from "../forms/Confirm";
import { TextArea } from "../forms/Field";
import { PlainTable } from "../table/PlainTable";
import { availability, levelOfLicence, licenceSentence } from "./standing";

const words = text.licence;

export function Licence() {
  const status = useAnswer(() => licence.status());
  const features = useAnswer(() => licence.features());
  const mayManage = useMay("license:manage");
  const [said, setSaid] = useState("");
  const changed = (sentence: string): void => {
    setSaid(sentence);
    status.reload();
    features.reload();
  };
  return (
    <section aria-labelledby="licence">
      <h2 id="licence">{words.title}</h2>
      <p className="muted">{words.lead}</p>
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {status.error ? <Refused error={status.error} onRetry={status.reload} /> : null}
      {status.answer ? <Standing status={status.answer} /> : status.error ? null : <Loading />}
      {mayManage && status.answer ? <Activate status={status.answer} onChanged={changed} /> : null}
      {mayManage ? null : <Forbidden what={words.mayNotManage} />}
      <h3>{words.featuresTitle}</h3>
      {features.error ? <Refused error={features.error} onRetry={features.reload} /> : null}
      {features.answer ? (
        <>
          <PlainTable
            label={words.featuresTitle}
            items={Object.entries(features.answer.features)}
            id={([feature]) => feature}
            columns={[
              { key: "feature", label: words.feature, cell: ([feature]) => <span className="strong">{words.features[feature]?.name ?? feature}</span> },
              { key: "what", label: words.what, wide: true, cell: ([feature]) => words.features[feature]?.what ?? "" },
              { key: "available", label: words.available, cell: ([feature, open]) => { const { level, word } = availability(feature, open); return <State level={level}>{word}</State>; } },
            ]}
          />
          {features.answer.upgrade_url ? <p><a href={features.answer.upgrade_url} target="_blank" rel="noreferrer">{words.upgrade}</a></p> : null}
        </>
      ) : null}
    </section>
  );
}

function Standing({ status }: { status: LicenceStatus }) {
  const facts: [string, string | null][] = [
    [words.tier, status.state === "none" ? null : status.tier],
    [words.email, status.email],
    [words.id, status.license_id],
    [words.expires, status.state === "none" ? null : status.is_lifetime ? words.lifetime : status.expires_at && absolute(status.expires_at)],
    [words.graceEnd, status.grace_period_end && absolute(status.grace_period_end)],
    [words.maxNodes, status.state === "none" ? null : status.max_nodes?.toLocaleString("en") ?? words.unlimited],
    [words.maxGuests, status.state === "none" ? null : status.max_guests?.toLocaleString("en") ?? words.unlimited],
  ];
  return (
    <article className="card licence" aria-label={words.state}>
      <div className="card-head"><State level={levelOfLicence(status)}>{words.states[status.state] ?? status.state}</State></div>
      <p>{licenceSentence(status)}</p>
      <dl className="facts">
        {facts.filter(([, value]) => value !== null && value !== "").map(([label, value]) => <div className="fact" key={label}><dt>{label}</dt><dd><bdi>{printable(value ?? "")}</bdi></dd></div>)}
      </dl>
    </article>
  );
}

function Activate({ status, onChanged }: { status: LicenceStatus; onChanged: (sentence: string) => void }) {
  const [key, setKey] = useState("");
  const [touched, setTouched] = useState(false);
  const deed = useDeed();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTouched(true);
    if (key.trim() === "") return;
    void deed.run("activate", async () => {
      const { message } = await licence.activate(key.trim());
      setKey("");
      setTouched(false);
      onChanged(printable(message));
    });
  };
  return (
    <form className="stacked" onSubmit={submit} noValidate>
      <TextArea label={status.state === "none" ? words.activate : words.replace} hint={words.keyHint} value={key} onChange={setKey} rows={4} spellCheck={false} autoComplete="off" name="license" placeholder={words.key}
        mistake={touched && key.trim() === "" ? words.keyMissing : null} />
      {deed.error ? <Refused error={deed.error} /> : null}
      <div className="buttons">
        <button type="submit" className="primary" disabled={deed.busy !== null}>{deed.busy ? text.access.working : words.activateNow}</button>
        {status.state === "none" ? null : (
          <Confirm label={words.clear} title={words.clearTitle} lead={words.clearLead} confirm={words.clearConfirm(printable(status.license_id ?? ""))} onConfirm={async () => onChanged(printable((await licence.clear()).message))} />
        )}
      </div>
    </form>
  );
}
