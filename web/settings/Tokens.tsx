import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Ago, Empty, Loading, Name, State } from "../app/parts";
import { allows, useSession } from "../app/permissions";
import { tokens } from "../app/security-api";
import type { Permission, TokenRecord } from "../app/security-types";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { Field, TextArea, useTouched } from "../forms/Field";
import { Once } from "../forms/Once";
import { Checks, Select } from "../forms/Select";
import { PlainTable } from "../table/PlainTable";
import { emptyToken, tokenDraft, tokenMistakes, type TokenFields } from "./people";

const words = text.tokens;

export function Tokens() {
  const { form } = useView();
  const session = useSession();
  const mayChange = allows(session, "settings:write") || allows(session, "users:manage");
  const { answer, error, reload } = useAnswer(() => tokens.all());
  const [said, setSaid] = useState("");
  const [once, setOnce] = useState<{ name: string; token: string } | null>(null);
  const show = (made: { token: string; record: TokenRecord }): void => {
    setSaid("");
    setOnce({ name: made.record.name, token: made.token });
    reload();
  };
  if (form !== null && mayChange) return <TokenForm onMade={(made) => { show(made); navigate({ form: null }); }} />;
  return (
    <section aria-labelledby="tokens">
      <div className="section-head">
        <h2 id="tokens">{words.title}</h2>
        {mayChange ? <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {words.add}</button> : null}
      </div>
      <p className="muted">{words.lead}</p>
      {mayChange ? null : <Forbidden what={words.readOnly} />}
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {once ? <Once title={words.onceTitle(printable(once.name))} lead={words.onceLead} secrets={[once.token]} onKept={() => setOnce(null)} /> : null}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer && !error ? <Loading /> : null}
      {answer?.length === 0 ? <Empty icon="key" title={words.emptyTitle} lead={words.emptyLead} /> : null}
      {answer && answer.length > 0 ? (
        <PlainTable
          label={words.title}
          items={answer}
          id={(one) => one.id}
          columns={[
            { key: "name", label: words.columns.name, cell: (one) => <><span className="strong"><Name>{one.name}</Name></span><br /><code className="muted">{printable(one.prefix)}…{printable(one.suffix)}</code></> },
            { key: "scopes", label: words.columns.scopes, cell: (one) => one.scopes.map(printable).join(", ") },
            { key: "owner", label: words.columns.owner, wide: true, cell: (one) => <bdi>{printable(one.owner ?? "–")}</bdi> },
            { key: "networks", label: words.columns.networks, wide: true, cell: (one) => one.networks.map(printable).join(", ") || words.anywhere },
            { key: "expires", label: words.columns.expires, cell: (one) => <Ending at={one.expiresAt} /> },
            { key: "used", label: words.columns.used, wide: true, cell: (one) => <><Ago at={one.lastUsedAt} />{one.lastUsedAddress ? <span className="muted"> {printable(one.lastUsedAddress)}</span> : null}</> },
          ]}
          below={(one) => (mayChange ? (
            <div className="buttons row-actions">
              <Confirm label={words.rotate} danger={false} title={words.rotateTitle(printable(one.name))} lead={words.rotateLead} confirm={words.rotateConfirm(printable(one.name))} onConfirm={async () => show(await tokens.rotate(one.id))} />
              <Confirm label={words.revoke} title={words.revokeTitle(printable(one.name))} lead={words.revokeLead} confirm={words.revokeConfirm(printable(one.name))}
                onConfirm={async () => { await tokens.revoke(one.id); setSaid(words.revoked(printable(one.name))); reload(); }} />
            </div>
          ) : null)}
        />
      ) : null}
    </section>
  );
}

/** When a token or link ends; one that has ended says so. */
export function Ending({ at }: { at: string | null }) {
  if (at === null) return <span className="muted">{words.never}</span>;
  return Date.parse(at) <= store.now() ? <span title={absolute(at)}><State level="off">{words.ended}</State></span> : <time dateTime={at}>{absolute(at)}</time>;
}

/** Nobody gives away more than they have. */
function scopesOf(session: { permissions: string[] }): { value: string; label: string; hint: string }[] {
  return Object.entries(text.permissions)
    .filter(([name]) => (name === "*" ? session.permissions.includes("*") : allows(session, name as Permission)))
    .map(([value, label]) => ({ value, label, hint: value }));
}

function TokenForm({ onMade }: { onMade: (made: { token: string; record: TokenRecord }) => void }) {
  const session = useSession();
  const [fields, setFields] = useState<TokenFields>(emptyToken);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = tokenMistakes(fields);
  const set = (patch: Partial<TokenFields>): void => setFields((former) => ({ ...former, ...patch }));
  const field = (key: keyof TokenFields) => ({ onBlur: () => touch(key), mistake: touched(key) ? mistakes[key] : null });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (Object.keys(mistakes).length > 0) return;
    void deed.run("make", async () => onMade(await tokens.add(tokenDraft(fields))));
  };
  return (
    <section className="narrow-form" aria-labelledby="form-title">
      <h2 id="form-title">{words.add}</h2>
      <form onSubmit={submit} noValidate>
        <Field label={words.name} hint={words.nameHint} value={fields.name} onChange={(name) => set({ name })} {...field("name")} autoFocus autoComplete="off" maxLength={100} name="token-name" />
        <Checks label={words.scopes} options={scopesOf(session)} chosen={fields.scopes} onChange={(scopes) => set({ scopes })} mistake={touched("scopes") ? mistakes.scopes ?? null : null} />
        <Select label={words.expiry} value={fields.expiry} onChange={(expiry) => set({ expiry })} options={["7", "30", "90", "365", ""].map((value) => ({ value, label: words.expiries[value] ?? value }))} />
        <TextArea label={words.networks} hint={words.networksHint} value={fields.networks} onChange={(networks) => set({ networks })} {...field("networks")} rows={3} spellCheck={false} name="networks" />
        {deed.error ? <Refused error={deed.error} /> : null}
        <div className="buttons">
          <button type="submit" className="primary" disabled={deed.busy !== null}>{deed.busy ? text.access.working : words.create}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
