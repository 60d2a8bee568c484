import { useEffect, useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Command, Loading, State } from "../app/parts";
import { useMay } from "../app/permissions";
import { roles, signIn } from "../app/security-api";
import type { OIDCPreview, OIDCSettings, OIDCTest, ProxySignIn, Role } from "../app/security-types";
import { text } from "../app/text";
import { Check, Field, PasswordField, ShowPassword, TextArea, useTouched } from "../forms/Field";
import { Select } from "../forms/Select";
import { PlainTable } from "../table/PlainTable";
import { oidcDraft, oidcFields, oidcMistakes, type OIDCFields } from "./oidc";

const words = text.signIn;

/** Ways to sign in besides passwords. */
export function SignInSettings() {
  const oidc = useAnswer(() => signIn.oidc());
  const all = useAnswer(() => roles.all());
  const proxy = useAnswer(() => signIn.proxy());
  const mayManage = useMay("users:manage");
  return (
    <section aria-labelledby="sign-in">
      <h2 id="sign-in">{words.title}</h2>
      <p className="muted">{words.lead}</p>
      {mayManage ? null : <Forbidden what={words.readOnly} />}
      <h3>{words.oidc}</h3>
      {oidc.error ? <Refused error={oidc.error} onRetry={oidc.reload} /> : null}
      {oidc.answer && (all.answer || all.error) ? <Provider stored={oidc.answer} roles={all.answer?.roles ?? []} mayManage={mayManage && !oidc.answer.managed} onSaved={oidc.put} /> : oidc.error ? null : <Loading />}
      <h3>{words.proxy}</h3>
      {proxy.error ? <Refused error={proxy.error} onRetry={proxy.reload} /> : null}
      {proxy.answer ? <Proxy proxy={proxy.answer} /> : null}
    </section>
  );
}

function Provider({ stored, roles: all, mayManage, onSaved }: { stored: OIDCSettings; roles: Role[]; mayManage: boolean; onSaved: (settings: OIDCSettings) => void }) {
  const [fields, setFields] = useState<OIDCFields>(() => oidcFields(stored));
  const [shown, setShown] = useState(false);
  const [said, setSaid] = useState("");
  const [test, setTest] = useState<OIDCTest | null>(null);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = oidcMistakes(fields, all.map((role) => role.id));
  const sound = Object.keys(mistakes).length === 0;
  const set = (patch: Partial<OIDCFields>): void => {
    setSaid("");
    setFields((former) => ({ ...former, ...patch }));
  };
  const field = (key: keyof OIDCFields) => ({ onBlur: () => touch(key), mistake: touched(key) ? mistakes[key] : null, name: `oidc-${key}`, readOnly: !mayManage });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    // Switched off it may be kept half filled in.
    if (!sound && fields.enabled) return;
    void deed.run("save", async () => {
      onSaved(await signIn.changeOIDC(oidcDraft(fields)));
      setFields((former) => ({ ...former, clientSecret: "" }));
      setSaid(words.saved);
    });
  };
  const ask = (): void => {
    touchAll();
    setTest(null);
    if (sound) void deed.run("test", async () => setTest(await signIn.testOIDC(oidcDraft(fields))));
  };
  return (
    <div className="narrow-form">
      {stored.managed ? <p className="notice">{words.managed}</p> : null}
      <form onSubmit={save} noValidate>
        <Check label={words.enabled} checked={fields.enabled} onChange={(enabled) => { if (mayManage) set({ enabled }); }} />
        <Field label={words.name} value={fields.name} onChange={(name) => set({ name })} {...field("name")} maxLength={60} autoComplete="off" />
        <Field label={words.issuer} hint={words.issuerHint} value={fields.issuer} onChange={(issuer) => set({ issuer })} {...field("issuer")} inputMode="url" autoCapitalize="off" autoComplete="off" />
        <Field label={words.clientId} value={fields.clientId} onChange={(clientId) => set({ clientId })} {...field("clientId")} autoCapitalize="off" autoComplete="off" />
        <PasswordField shown={shown} label={words.clientSecret} hint={stored.hasSecret ? words.secretKept : undefined} value={fields.clientSecret} onChange={(clientSecret) => set({ clientSecret })} {...field("clientSecret")} autoComplete="off" />
        <ShowPassword shown={shown} onChange={setShown} label={text.access.showSecret} />
        <div className="field"><span>{words.redirect}</span><Command>{stored.redirectURI}</Command></div>
        <details className="how-to">
          <summary>{words.claims}</summary>
          <div className="stacked">
            <Field label={words.scopes} value={fields.scopes} onChange={(scopes) => set({ scopes })} {...field("scopes")} autoCapitalize="off" />
            <Field label={words.usernameClaim} value={fields.usernameClaim} onChange={(usernameClaim) => set({ usernameClaim })} {...field("usernameClaim")} autoCapitalize="off" />
            <Field label={words.emailClaim} value={fields.emailClaim} onChange={(emailClaim) => set({ emailClaim })} {...field("emailClaim")} autoCapitalize="off" />
            <Field label={words.groupsClaim} value={fields.groupsClaim} onChange={(groupsClaim) => set({ groupsClaim })} {...field("groupsClaim")} autoCapitalize="off" />
          </div>
        </details>
        <TextArea label={words.allowedGroups} hint={words.allowedHint} value={fields.allowedGroups} onChange={(allowedGroups) => set({ allowedGroups })} {...field("allowedGroups")} rows={2} spellCheck={false} />
        <TextArea label={words.allowedDomains} value={fields.allowedDomains} onChange={(allowedDomains) => set({ allowedDomains })} {...field("allowedDomains")} rows={2} spellCheck={false} />
        <TextArea label={words.allowedEmails} value={fields.allowedEmails} onChange={(allowedEmails) => set({ allowedEmails })} {...field("allowedEmails")} rows={2} spellCheck={false} />
        <TextArea label={words.mapping} hint={words.mappingHint} value={fields.mapping} onChange={(mapping) => set({ mapping })} {...field("mapping")} rows={3} spellCheck={false} />
        <Select label={words.defaultRole} value={fields.defaultRole} onChange={(defaultRole) => set({ defaultRole })} disabled={!mayManage} options={[{ value: "", label: words.noDefault }, ...all.map((role) => ({ value: role.id, label: role.name }))]} />
        <Check label={words.hideLocal} checked={fields.hideLocalSignIn} onChange={(hideLocalSignIn) => { if (mayManage) set({ hideLocalSignIn }); }} />
        <p className="hint">{words.hideLocalHint}</p>
        <TextArea label={words.certificate} hint={words.certificateHint} value={fields.certificateAuthority} onChange={(certificateAuthority) => set({ certificateAuthority })} {...field("certificateAuthority")} rows={3} spellCheck={false} />
        {deed.error ? <Refused error={deed.error} /> : null}
        <p role="status" className={said ? "notice" : "hidden"}>{said}</p>
        {mayManage ? (
          <div className="buttons">
            <button type="submit" className="primary" disabled={deed.busy !== null}>{words.save}</button>
            <button type="button" disabled={deed.busy !== null} onClick={ask}>{deed.busy === "test" ? words.testing : words.test}</button>
          </div>
        ) : null}
      </form>
      {test ? <Found test={test} /> : null}
      {mayManage ? <Preview sound={sound} onTouched={touchAll} draft={() => oidcDraft(fields)} /> : null}
    </div>
  );
}

function Found({ test }: { test: OIDCTest }) {
  const facts: [string, string | null][] = [
    [words.issuer, test.issuer], [words.authorization, test.authorizationEndpoint], [words.tokenEndpoint, test.tokenEndpoint], [words.keys, test.jwksURI && `${test.keys.toLocaleString("en")} (${test.jwksURI})`],
  ];
  return (
    <div className="test" role="status">
      <h4>{words.found}</h4>
      <dl className="facts">{facts.filter(([, value]) => value !== null).map(([label, value]) => <div className="fact" key={label}><dt>{label}</dt><dd><bdi>{printable(value ?? "")}</bdi></dd></div>)}</dl>
      {test.problems.length === 0 ? <State level="ok">{words.noProblems}</State> : <ul className="sentences">{test.problems.map((one) => <li key={one}><bdi>{printable(one)}</bdi></li>)}</ul>}
    </div>
  );
}

/** From one look whether somebody has signed in there to the next, milliseconds. */
const pause = 1_500;

/** A sign-in at the provider that opens nothing and shows what arrives. */
function Preview({ sound, onTouched, draft }: { sound: boolean; onTouched: () => void; draft: () => Parameters<typeof signIn.startPreview>[0] }) {
  const deed = useDeed();
  const [waiting, setWaiting] = useState<string | null>(null);
  const [blocked, setBlocked] = useState(false);
  const [answer, setAnswer] = useState<OIDCPreview | null>(null);
  useEffect(() => {
    if (waiting === null) return;
    const timer = setInterval(() => {
      void deed.run("look", async () => {
        const told = await signIn.preview();
        if (!told) return;
        setAnswer(told);
        setWaiting(null);
      }).then((well) => { if (!well) setWaiting(null); });
    }, pause);
    return () => clearInterval(timer);
  }, [waiting]);
  const begin = (): void => {
    onTouched();
    if (!sound) return;
    setAnswer(null);
    // Opened at the click, for a window that opens after an answer counts as unasked for.
    const opened = window.open("about:blank", "_blank");
    void deed.run("begin", async () => {
      const { url } = await signIn.startPreview(draft());
      if (opened) {
        opened.opener = null;
        opened.location.href = url;
      }
      setBlocked(!opened);
      setWaiting(url);
    }).then((well) => { if (!well) opened?.close(); });
  };
  return (
    <div className="stacked">
      <div className="buttons"><button type="button" disabled={deed.busy === "begin"} onClick={begin}>{words.preview}</button></div>
      <p className="hint">{words.previewHint}</p>
      {waiting !== null ? <p role="status">{blocked ? <>{words.previewBlocked} <a href={waiting} target="_blank" rel="noreferrer">{words.previewOpen}</a></> : words.previewWaiting}</p> : null}
      {deed.error ? <Refused error={deed.error} /> : null}
      {answer ? (
        <>
          <State level={answer.allowed ? "ok" : "critical"}>{answer.allowed ? words.wouldBe(printable(answer.user ?? "–"), answer.roles.map(printable).join(", ") || "–") : words.wouldBeRefused(printable(answer.reason ?? ""))}</State>
          <PlainTable label={words.claims} items={Object.entries(answer.claims)} id={([name]) => name}
            columns={[{ key: "claim", label: words.claim, cell: ([name]) => <code>{printable(name)}</code> }, { key: "value", label: words.value, cell: ([, value]) => <bdi>{printable(value)}</bdi> }]} />
        </>
      ) : null}
    </div>
  );
}

function Proxy({ proxy }: { proxy: ProxySignIn }) {
  const facts: [string, string | null][] = [
    [words.networks, proxy.networks.join(", ")], [words.userHeader, proxy.userHeader], [words.rolesHeader, proxy.rolesHeader], [words.logout, proxy.logoutURL],
  ];
  return (
    <article className="card" aria-label={words.proxy}>
      <p>{proxy.enabled ? words.proxyOn : words.proxyOff}</p>
      {proxy.enabled ? <dl className="facts">{facts.filter(([, value]) => value !== null && value !== "").map(([label, value]) => <div className="fact" key={label}><dt>{label}</dt><dd><bdi>{printable(value ?? "")}</bdi></dd></div>)}</dl> : null}
      <p className="hint"><Icon name="help" size={14} /> {words.byEnvironment}</p>
    </article>
  );
}
