import { useState, type FormEvent } from "react";
import { useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Refused } from "../app/notices";
import { webhooks } from "../app/security-api";
import type { Webhook } from "../app/security-types";
import { text } from "../app/text";
import { navigate } from "../app/url";
import { Check, Field, PasswordField, ShowPassword, TextArea, useTouched } from "../forms/Field";
import { Checks, Select } from "../forms/Select";
import { emptyWebhook, formatsOf, hasCertificate, hasSecret, kinds, webhookDraft, webhookFields, webhookMistakes, type WebhookFields } from "./draft";
import { outcomes } from "./question";

const words = text.webhooks;

export function WebhookForm({ stored, onSaved }: { stored: Webhook | null; onSaved: (sentence: string, secret: string | null) => void }) {
  const [fields, setFields] = useState<WebhookFields>(() => (stored ? webhookFields(stored) : emptyWebhook));
  const [shown, setShown] = useState(false);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = webhookMistakes(fields, stored?.hasSecret ?? false);
  const set = (patch: Partial<WebhookFields>): void => setFields((former) => ({ ...former, ...patch }));
  const field = (key: keyof WebhookFields) => ({ onBlur: () => touch(key), mistake: touched(key) ? mistakes[key] : null, name: key });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (Object.keys(mistakes).length > 0) return;
    void deed.run("save", async () => {
      const draft = webhookDraft(fields);
      if (stored) {
        await webhooks.change(stored.id, draft);
        onSaved(words.saved(printable(draft.name)), null);
      } else {
        const { endpoint, secret } = await webhooks.add(draft);
        onSaved(words.added(printable(endpoint.name)), secret);
      }
    });
  };
  const title = stored ? words.editTitle(printable(stored.name)) : words.addTitle;
  return (
    <section className="narrow-form" aria-labelledby="form-title">
      <h2 id="form-title"><bdi>{title}</bdi></h2>
      <form onSubmit={submit} noValidate>
        <Field label={words.name} value={fields.name} onChange={(name) => set({ name })} {...field("name")} maxLength={100} autoFocus autoComplete="off" />
        <Select label={words.kind} value={fields.kind} onChange={(kind) => set({ kind, format: formatsOf[kind][0] ?? "json" })} options={kinds.map((value) => ({ value, label: words.kinds[value] ?? value }))} />
        <Select label={words.format} value={fields.format} onChange={(format) => set({ format })} options={formatsOf[fields.kind].map((value) => ({ value, label: words.formats[value] ?? value }))} disabled={formatsOf[fields.kind].length < 2} />
        <Field label={words.url} hint={words.urlHint[fields.kind]} value={fields.url} onChange={(url) => set({ url })} {...field("url")} inputMode="url" autoCapitalize="off" autoComplete="off" />
        {hasSecret(fields.kind) ? (
          <>
            <PasswordField shown={shown} label={words.secret[fields.kind] ?? ""} optional={fields.kind === "webhook"} hint={stored?.hasSecret ? words.secretKept : words.secretHint[fields.kind]} value={fields.secret} onChange={(secret) => set({ secret })} {...field("secret")} autoComplete="off" />
            <ShowPassword shown={shown} onChange={setShown} label={text.access.showSecret} />
          </>
        ) : null}
        <Check label={words.privateNetworks} checked={fields.allowPrivateNetworks} onChange={(allowPrivateNetworks) => set({ allowPrivateNetworks })} />
        <p className="hint">{words.privateNetworksHint}</p>
        <TextArea label={words.events} hint={words.eventsHint} value={fields.events} onChange={(events) => set({ events })} rows={3} name="events" spellCheck={false} />
        <Checks label={words.outcomes} hint={words.outcomesHint} chosen={fields.outcomes} onChange={(chosen) => set({ outcomes: outcomes.filter((one) => chosen.includes(one)) })} options={outcomes.map((value) => ({ value, label: text.audit.outcomes[value] ?? value }))} />
        {hasCertificate(fields.kind) ? <TextArea label={words.certificate} hint={words.certificateHint} value={fields.certificateAuthority} onChange={(certificateAuthority) => set({ certificateAuthority })} {...field("certificateAuthority")} rows={4} spellCheck={false} /> : null}
        {deed.error ? <Refused error={deed.error} /> : null}
        <div className="buttons">
          <button type="submit" className="primary" disabled={deed.busy !== null}>{deed.busy ? text.access.working : stored ? text.save : words.add}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
      </form>
    </section>
  );
}
