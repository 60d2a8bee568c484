import { useEffect, useState, type FormEvent } from "react";
import { api, APIError } from "../app/api";
import { printable } from "../app/format";
import { Choice, Command, Loading, Problem } from "../app/parts";
import { useSession } from "../app/permissions";
import { text } from "../app/text";
import type { ConfiguredSource, TestAnswer } from "../app/types";
import { navigate } from "../app/url";
import { Field, PasswordField, ShowPassword, useTouched } from "../forms/Field";
import { draftOf, emptyFields, howOf, mistakesOf, type Fields } from "./draft";
import { hasTokens, productOfForm, productOfKind, products, wordsOf, type Product } from "./products";
import { ByScript } from "./ByScript";
import { sayOnce } from "./Sources";
import { takeSuggestion, type Suggestion } from "./suggestion";
import { Certificate, Steps } from "./TestResult";

const words = text.sources;

/** Adds (`add`) or edits (`edit:slug`) a source: fields, a test that shows its steps, the fingerprint, then saving. */
export function SourceForm({ form }: { form: string }) {
  const slug = form.startsWith("edit:") ? form.slice("edit:".length) : null;
  const [stored, setStored] = useState<ConfiguredSource | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { demo } = useSession();
  useEffect(() => {
    if (slug === null) return;
    api.sources().then(
      (all) => {
        const found = all.find((one) => one.source === slug);
        if (found) setStored(found);
        else setError(text.drawer.goneLead(slug));
      },
      (failure: unknown) => setError(failure instanceof APIError ? failure.message : text.errors.noAnswer),
    );
  }, [slug]);
  if (error) return <Problem action={<button type="button" onClick={() => navigate({ form: null })}>{words.title}</button>}>{error}</Problem>;
  if (slug === null && demo) return <NotInDemo />;
  if (slug !== null && stored === null) return <Loading />;
  return <FormBody stored={stored} product={(stored ? productOfKind(stored.kind) : null) ?? productOfForm(form)} />;
}

function NotInDemo() {
  return (
    <section className="source-form" aria-labelledby="form-title">
      <h2 id="form-title">{words.addTitle}</h2>
      <p>{words.inDemo.lead}</p>
      <p className="muted">{words.inDemo.next}</p>
      <div className="buttons"><button type="button" onClick={() => navigate({ form: null })}>{words.title}</button></div>
    </section>
  );
}

function fieldsOf(stored: ConfiguredSource | null, product: Product, suggestion: Suggestion | null = null): Fields {
  if (!stored) return { ...emptyFields, product, ...suggestion };
  return {
    ...emptyFields,
    product,
    name: stored.name,
    address: stored.addresses[0]?.address ?? "",
    how: stored.authentication.type === "password" ? "password" : "token",
    tokenId: stored.authentication.tokenId ?? "",
    username: stored.authentication.username ?? "",
    fingerprint: stored.addresses[0]?.fingerprint ?? null,
  };
}

function FormBody({ stored, product }: { stored: ConfiguredSource | null; product: Product }) {
  const [fields, setFields] = useState<Fields>(() => fieldsOf(stored, product, takeSuggestion()));
  const [shown, setShown] = useState(false);
  const [way, setWay] = useState<"hand" | "script">("hand");
  const [touched, touch, touchAll] = useTouched();
  const [test, setTest] = useState<{ answer: TestAnswer; of: string } | null>(null);
  const [busy, setBusy] = useState<"test" | "save" | null>(null);
  const [error, setError] = useState<string | null>(null);

  // The stored secret belongs to the stored name; with another one it has to be entered anew.
  const authentication = stored?.authentication;
  const own = wordsOf(fields.product);
  const how = howOf(fields);
  const sameHow = authentication?.type === how && (how === "token" ? fields.tokenId.trim() === authentication.tokenId : fields.username.trim() === authentication.username);
  const mistakes = mistakesOf(fields, sameHow);
  const sound = Object.keys(mistakes).length === 0;
  const tested = essence(fields);
  const current = test !== null && test.of === tested;
  // Only the name may be saved untested.
  const onlyName = stored !== null && tested === essence(fieldsOf(stored, product));
  const renamed = onlyName && fields.name.trim() !== fieldsOf(stored, product).name;
  const maySave = sound && (renamed || (current && test.answer.ok));
  const set = (patch: Partial<Fields>): void => setFields((former) => ({ ...former, ...patch, ...(patch.address !== undefined && patch.address !== former.address ? { fingerprint: null } : {}) }));

  const attempt = async (what: "test" | "save", action: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setError(null);
    try {
      await action();
    } catch (failure) {
      setError(failure instanceof APIError ? failure.message : text.errors.noAnswer);
    }
    setBusy(null);
  };
  const runTest = (asked: Fields): void => {
    touchAll();
    if (Object.keys(mistakesOf(asked, sameHow)).length > 0) return;
    void attempt("test", async () => {
      const answer = await api.testSource(draftOf(asked, stored?.source ?? null));
      setTest({ answer, of: essence(asked) });
    });
  };
  const confirm = (): void => {
    if (!test?.answer.certificate) return;
    const confirmed = { ...fields, fingerprint: test.answer.certificate.fingerprint };
    setFields(confirmed);
    runTest(confirmed);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!maySave) return runTest(fields);
    void attempt("save", async () => {
      const draft = draftOf(fields, null);
      const saved = stored ? await api.changeSource(stored.source, draft) : await api.addSource(draft);
      sayOnce((stored ? words.changed : words.added)(printable(saved.name)));
      navigate({ form: null });
    });
  };
  const field = (key: keyof Fields) => ({ onBlur: () => touch(key), mistake: touched(key) ? mistakes[key] : null });

  const choices = stored ? null : (
    <>
      <div className="field">
        <span>{words.product}</span>
        <Choice label={words.product} value={fields.product} options={products.map((value) => ({ value, label: wordsOf(value).choice }))} onChange={(chosen) => set({ product: chosen, fingerprint: null })} />
      </div>
      {fields.product === "pmg" ? null : (
        <div className="field">
          <span>{words.script.way}</span>
          <Choice label={words.script.way} value={way} options={[{ value: "hand", label: words.script.ways.hand }, { value: "script", label: words.script.ways.script }]} onChange={setWay} />
        </div>
      )}
    </>
  );
  if (choices && way === "script" && fields.product !== "pmg") {
    return (
      <section className="source-form" aria-labelledby="form-title">
        <h2 id="form-title">{words.addTitle}</h2>
        {choices}
        <ByScript key={fields.product} product={fields.product} />
      </section>
    );
  }

  return (
    <section className="source-form" aria-labelledby="form-title">
      <h2 id="form-title"><bdi>{stored ? words.editTitle(printable(stored.name)) : words.addTitle}</bdi></h2>
      <form id="source-form" onSubmit={submit} noValidate>
        {choices}
        <Field label={own.address} hint={own.addressHint} value={fields.address} onChange={(address) => set({ address })} {...field("address")} inputMode="url" autoCapitalize="off" autoComplete="off" autoFocus name="address" />
        {hasTokens(fields.product) ? (
          <div className="field">
            <span id="how">{words.how}</span>
            <Choice label={words.how} value={fields.how} options={[{ value: "token", label: words.token }, { value: "password", label: words.password }]} onChange={(chosen) => set({ how: chosen })} />
          </div>
        ) : null}
        {how === "token" ? (
          <>
            <Field label={words.tokenId} hint={own.tokenIdHint} value={fields.tokenId} onChange={(tokenId) => set({ tokenId })} {...field("tokenId")} autoCapitalize="off" autoComplete="off" name="tokenId" />
            <PasswordField shown={shown} label={words.tokenSecret} hint={sameHow ? words.keepSecret : words.tokenSecretHint} value={fields.tokenSecret} onChange={(tokenSecret) => set({ tokenSecret })} {...field("tokenSecret")} autoComplete="off" name="tokenSecret" />
          </>
        ) : (
          <>
            <Field label={words.username} hint={own.usernameHint} value={fields.username} onChange={(username) => set({ username })} {...field("username")} autoCapitalize="off" autoComplete="off" name="pveUser" />
            <PasswordField shown={shown} label={words.passwordLabel} hint={sameHow ? words.keepSecret : undefined} value={fields.password} onChange={(password) => set({ password })} {...field("password")} autoComplete="off" name="pvePassword" />
          </>
        )}
        <ShowPassword shown={shown} onChange={setShown} {...(how === "token" ? { label: text.access.showSecret } : {})} />
        <Field label={words.name} optional hint={own.nameHint} value={fields.name} onChange={(name) => set({ name })} maxLength={100} autoComplete="off" name="name" />
        {error ? <Problem>{error}</Problem> : null}
        <div className="buttons">
          {maySave ? <button type="submit" className="primary" disabled={busy !== null}>{busy === "save" ? words.testing : stored ? words.saveChange : own.saveAdd}</button> : null}
          <button type={maySave ? "button" : "submit"} className={maySave ? "" : "primary"} disabled={busy !== null} onClick={maySave ? () => runTest(fields) : undefined}>{busy === "test" ? words.testing : words.test}</button>
          <button type="button" onClick={() => navigate({ form: null })}>{text.cancel}</button>
        </div>
        {test !== null && !current && busy === null ? <p className="hint">{words.testAgain}</p> : null}
        {test === null && !onlyName ? <p className="hint">{words.testFirst}</p> : null}
      </form>
      {test !== null ? (
        <>
          <Steps answer={test.answer} product={fields.product}>
            {current && maySave && test.answer.ok ? <div className="buttons"><button type="submit" form="source-form" className="primary" disabled={busy !== null}>{stored ? words.saveChange : own.saveAdd}</button></div> : null}
          </Steps>
          {test.answer.certificate ? (
            <Certificate product={fields.product} certificate={test.answer.certificate} confirmed={fields.fingerprint !== null && sameFingerprint(fields.fingerprint, test.answer.certificate.fingerprint)} onConfirm={confirm} />
          ) : null}
        </>
      ) : null}
      <TokenHowTo product={fields.product} open={stored === null && test === null} />
    </section>
  );
}

/** What a test is about; when it changes, the test no longer counts. */
function essence(fields: Fields): string {
  return JSON.stringify({ ...draftOf({ ...fields, name: "" }, null), how: howOf(fields) });
}

export function sameFingerprint(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/[^0-9a-f]/gi, "").toLowerCase();
  return plain(a) === plain(b);
}

function TokenHowTo({ product, open }: { product: Product; open: boolean }) {
  const own = wordsOf(product);
  return (
    <details open={open} className="how-to">
      <summary>{own.howTitle}</summary>
      <p>{own.howLead}</p>
      {own.commands.map((command) => <Command key={command}>{command}</Command>)}
      <p className="muted">{own.howEnd}</p>
    </details>
  );
}
