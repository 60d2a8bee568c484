import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { api, APIError } from "../app/api";
import { longDuration } from "../app/format";
import { Problem } from "../app/parts";
import { text } from "../app/text";
import type { Session } from "../app/types";
import { Field, PasswordField, ShowPassword, useTouched } from "../forms/Field";

const words = text.access;
const shortest = 12;

export function Frame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${text.product}`;
  }, [title]);
  return (
    <main className="access" id="content">
      <img src="icon.svg" alt="" width={40} height={40} />
      <h1>{title}</h1>
      {lead ? <p className="muted">{lead}</p> : null}
      {children}
    </main>
  );
}

/** The first visit: the code proves that one may look at the server's terminal. */
export function SetUp({ onOpened, onAlreadyDone }: { onOpened: (session: Session) => void; onAlreadyDone: () => void }) {
  const [code, setCode] = useState("");
  const [user, setUser] = useState("admin");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [touched, touch, touchAll] = useTouched();
  const { busy, error, wait, send } = useAttempt(() => api.setUp(code.trim(), user.trim(), password), onOpened);
  const missing = shortest - [...password].length;
  const mistakes = {
    code: code.trim() === "" ? words.codeMissing : error?.code === "setup_code_wrong" ? error.message : null,
    user: user.trim() === "" ? words.userMissing : null,
    password: missing > 0 ? words.passwordShort(missing) : null,
    again: again !== password ? words.passwordsDiffer : null,
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (code.trim() !== "" && !mistakes.user && !mistakes.password && !mistakes.again) void send();
  };
  return (
    <Frame title={words.setupTitle} lead={words.setupLead}>
      <form onSubmit={submit} noValidate>
        <Field label={words.code} hint={words.codeHint} value={code} onChange={setCode} onBlur={() => touch("code")} mistake={touched("code") ? mistakes.code : null} autoFocus autoComplete="one-time-code" autoCapitalize="off" name="code" />
        <Field label={words.user} value={user} onChange={setUser} onBlur={() => touch("user")} mistake={touched("user") ? mistakes.user : null} autoComplete="username" autoCapitalize="off" name="username" />
        <PasswordField shown={shown} label={words.password} hint={words.passwordRule} value={password} onChange={setPassword} onBlur={() => touch("password")} mistake={touched("password") ? mistakes.password : null} autoComplete="new-password" name="password" />
        <PasswordField shown={shown} label={words.passwordAgain} value={again} onChange={setAgain} onBlur={() => touch("again")} mistake={touched("again") ? mistakes.again : null} autoComplete="new-password" name="again" />
        <ShowPassword shown={shown} onChange={setShown} />
        <Refusal error={error?.code === "setup_code_wrong" ? null : error} wait={wait} />
        {error?.code === "already_set_up" ? <button type="button" onClick={onAlreadyDone}>{words.signIn}</button> : null}
        <button type="submit" className="primary" disabled={busy || wait > 0}>{busy ? words.working : words.create}</button>
      </form>
    </Frame>
  );
}

export function Refusal({ error, wait }: { error: APIError | null; wait: number }) {
  if (wait > 0) return <Problem>{words.wait(longDuration(wait))}</Problem>;
  if (!error || error.code === "too_many_attempts") return null;
  return <Problem>{error.message}</Problem>;
}

/** One attempt at a time; after too many the button waits as long as the server asks. */
export function useAttempt(attempt: () => Promise<Session>, onOpened: (session: Session) => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<APIError | null>(null);
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const send = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onOpened(await attempt());
      return;
    } catch (failure) {
      const refusal = failure instanceof APIError ? failure : new APIError(0, "unknown", text.errors.noAnswer);
      setError(refusal);
      if (refusal.status === 429) setWait(Math.max(1, Number(refusal.details.retryAfterSeconds) || 30));
    }
    setBusy(false);
  };
  return { busy, error, wait, send };
}
