import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { api, APIError } from "../app/api";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Problem } from "../app/parts";
import type { SignInOptions } from "../app/security-types";
import { text } from "../app/text";
import type { Session } from "../app/types";
import { Field, PasswordField, ShowPassword } from "../forms/Field";
import { Frame, Refusal, useAttempt } from "./Access";
import { answerByPasskey, obstacleHere, passkeyFailure } from "./passkey";
import { arrivalError, oidcAddress } from "./ways";

const words = text.access;
const more = text.signIn;

/** All ways in that this server has. The fields of the password are there at once, for most people use them. */
export function SignIn({ onOpened, failure }: { onOpened: (session: Session) => void; failure: string | null }) {
  const { answer } = useAnswer(() => api.signInOptions());
  const arrived = arrivalError(location.search);
  const local = answer?.password !== false;
  return (
    <Frame title={words.signInTitle}>
      {failure ? <Problem>{failure}</Problem> : null}
      {arrived ? <Problem>{arrived}</Problem> : null}
      {local ? <ByPassword onOpened={onOpened} /> : null}
      {answer ? <OtherWays options={answer} alone={!local} onOpened={onOpened} /> : null}
      <p className="hint">{local ? words.forgot : more.providerOnly}</p>
    </Frame>
  );
}

/** Password, then a code where there is a second factor. */
function ByPassword({ onOpened }: { onOpened: (session: Session) => void }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asked, setAsked] = useState(false);
  const [shown, setShown] = useState(false);
  const { busy, error, wait, send } = useAttempt(async () => {
    try {
      return await api.signIn(user.trim(), password, asked ? code.replace(/\s/g, "") : undefined);
    } catch (failure) {
      if (failure instanceof APIError && failure.code === "second_factor_required") setAsked(true);
      throw failure;
    }
  }, onOpened);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  const shownError = error?.code === "second_factor_required" ? null : error;
  if (asked) {
    return (
      <form onSubmit={submit} aria-label={more.codeTitle}>
        <h2>{more.codeTitle}</h2>
        <p className="muted">{more.codeLead(printable(user.trim()))}</p>
        <Field label={more.code} hint={more.codeHint} value={code} onChange={setCode} autoComplete="one-time-code" autoCapitalize="off" autoFocus required name="code" />
        <Refusal error={shownError} wait={wait} />
        <button type="submit" className="primary" disabled={busy || wait > 0}>{busy ? words.working : words.signIn}</button>
        <button type="button" onClick={() => { setAsked(false); setCode(""); }}>{more.back}</button>
      </form>
    );
  }
  return (
    <form onSubmit={submit}>
      <Field label={words.user} value={user} onChange={setUser} autoComplete="username" autoCapitalize="off" autoFocus required name="username" />
      <PasswordField shown={shown} label={words.password} value={password} onChange={setPassword} autoComplete="current-password" required name="password" />
      <ShowPassword shown={shown} onChange={setShown} />
      <Refusal error={shownError} wait={wait} />
      <button type="submit" className="primary" disabled={busy || wait > 0}>{busy ? words.working : words.signIn}</button>
    </form>
  );
}

function OtherWays({ options, alone, onOpened }: { options: SignInOptions; alone: boolean; onOpened: (session: Session) => void }) {
  const deed = useDeed();
  // Where there can be none, the button would only disappoint.
  const passkeys = options.passkeys && obstacleHere(true) === null;
  const open = (): void => {
    void deed.run("passkey", async () => {
      const question = await api.passkeyOptions();
      const answer = await answerByPasskey(question).catch((failure: unknown) => { throw new APIError(0, "passkey", passkeyFailure(failure)); });
      onOpened(await api.signInByPasskey(question.challengeId, answer));
    });
  };
  if (!passkeys && !options.oidc) return alone && options.proxy ? <Problem>{more.byProxy}</Problem> : null;
  return (
    <div className="other-ways">
      {alone ? null : <p className="or muted"><span>{more.or}</span></p>}
      {passkeys ? <button type="button" disabled={deed.busy !== null} onClick={open}><Icon name="key" /> {deed.busy ? more.passkeyWaiting : more.passkey}</button> : null}
      {options.oidc ? <a className="button" href={oidcAddress(location.pathname, location.search)}><Icon name="outside" /> {more.with(printable(options.oidc.name))}</a> : null}
      {deed.error ? <Refused error={deed.error} /> : null}
    </div>
  );
}
