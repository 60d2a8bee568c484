import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Ago, Empty, Loading, Name } from "../app/parts";
import { viewerLinks } from "../app/security-api";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Field, useTouched } from "../forms/Field";
import { Once } from "../forms/Once";
import { PlainTable } from "../table/PlainTable";
import { LimitsFields } from "./LimitsFields";
import { limitsOf, limitWords, noLimits } from "./people";
import { Ending } from "./Tokens";

const words = text.tokens;

export function ViewerLinks() {
  const { form } = useView();
  const { answer, error, reload } = useAnswer(() => viewerLinks.all());
  const [said, setSaid] = useState("");
  const [once, setOnce] = useState<{ name: string; address: string } | null>(null);
  if (form !== null) {
    return (
      <LinkForm onMade={(name, secret) => {
        // The page may be served below a path of its own.
        setOnce({ name, address: `${new URL(".", location.href).href}#link=${secret}` });
        reload();
        navigate({ form: null });
      }} />
    );
  }
  return (
    <section aria-labelledby="links">
      <div className="section-head">
        <h2 id="links">{words.linksTitle}</h2>
        <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.addLink}</button>
      </div>
      <p className="muted">{words.linksLead}</p>
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {once ? <Once title={words.linkOnceTitle(printable(once.name))} lead={words.linkOnceLead} secrets={[once.address]} onKept={() => setOnce(null)} /> : null}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer && !error ? <Loading /> : null}
      {answer?.length === 0 ? <Empty icon="outside" title={words.linksEmptyTitle} lead={words.linksEmptyLead} /> : null}
      {answer && answer.length > 0 ? (
        <PlainTable
          label={words.linksTitle}
          items={answer}
          id={(one) => one.id}
          columns={[
            { key: "name", label: words.columns.name, cell: (one) => <span className="strong"><Name>{one.name}</Name></span> },
            { key: "limits", label: words.limits, cell: (one) => <bdi>{printable(limitWords(one.limits))}</bdi> },
            { key: "by", label: words.createdBy, wide: true, cell: (one) => <><bdi>{printable(one.createdBy)}</bdi> <span className="muted"><Ago at={one.createdAt} /></span></> },
            { key: "expires", label: words.columns.expires, cell: (one) => <Ending at={one.expiresAt} /> },
            { key: "used", label: words.columns.used, wide: true, cell: (one) => <Ago at={one.lastUsedAt} /> },
            {
              key: "actions", label: words.columns.actions, bare: true, right: true,
              cell: (one) => (
                <Confirm label={words.removeLink} title={words.removeLinkTitle(printable(one.name))} lead={words.removeLinkLead} confirm={words.removeLinkConfirm(printable(one.name))}
                  onConfirm={async () => { await viewerLinks.remove(one.id); setSaid(words.linkRemoved(printable(one.name))); reload(); }} />
              ),
            },
          ]}
        />
      ) : null}
    </section>
  );
}

function LinkForm({ onMade }: { onMade: (name: string, secret: string) => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("30");
  const [limits, setLimits] = useState(noLimits);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = { name: name.trim() === "" ? words.nameMissing : null, days: /^\d+$/.test(days.trim()) && Number(days) >= 1 && Number(days) <= 365 ? null : words.daysWrong };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (mistakes.name || mistakes.days) return;
    void deed.run("make", async () => {
      const made = await viewerLinks.add({ name: name.trim(), expiresInDays: Number(days), limits: limitsOf(limits) });
      onMade(made.record.name, made.secret);
    });
  };
  return (
    <section className="narrow-form" aria-labelledby="form-title">
      <h2 id="form-title">{words.addLink}</h2>
      <form onSubmit={submit} noValidate>
        <Field label={words.name} value={name} onChange={setName} onBlur={() => touch("name")} mistake={touched("name") ? mistakes.name : null} autoFocus autoComplete="off" maxLength={100} name="link-name" />
        <Field label={words.days} value={days} onChange={setDays} onBlur={() => touch("days")} mistake={touched("days") ? mistakes.days : null} inputMode="numeric" name="days" />
        <LimitsFields fields={limits} onChange={setLimits} />
        {deed.error ? <Refused error={deed.error} /> : null}
        <div className="buttons">
          <button type="submit" className="primary" disabled={deed.busy !== null}>{deed.busy ? text.access.working : words.createLink}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
