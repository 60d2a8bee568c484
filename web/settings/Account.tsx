import { useState, type FormEvent } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused } from "../app/notices";
import { Loading } from "../app/parts";
import { useSession } from "../app/permissions";
import { account } from "../app/security-api";
import type { Account as Mine } from "../app/security-types";
import { text } from "../app/text";
import { PasswordField, ShowPassword, useTouched } from "../forms/Field";
import { Passkeys } from "./Passkeys";
import { shortPassword } from "./people";
import { SecondFactor } from "./SecondFactor";

const words = text.account;

/** What belongs to the one who is signed in. */
export function Account() {
  const session = useSession();
  const { answer, error, reload } = useAnswer(() => account.mine());
  const { permissions } = session;
  return (
    <section aria-labelledby="account">
      <h2 id="account">{words.title}</h2>
      <p className="muted">{words.lead}</p>
      <dl className="facts">
        <div className="fact"><dt>{words.signedInAs}</dt><dd><bdi>{printable(session.user)}</bdi></dd></div>
        <div className="fact"><dt>{words.method}</dt><dd>{words.methods[session.method] ?? session.method}</dd></div>
        <div className="fact"><dt>{words.roles}</dt><dd>{(answer?.roles ?? session.roles).map(printable).join(", ") || "–"}</dd></div>
        <div className="fact"><dt>{words.permissions}</dt><dd>{permissions.includes("*") ? words.everything : permissions.map((one) => text.permissions[one] ?? one).join("; ")}</dd></div>
      </dl>
      {session.limited ? <p className="notice notice-quiet">{words.limited}</p> : null}
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {!answer && !error ? <Loading /> : null}
      {answer ? (
        <>
          <Password mine={answer} />
          {answer.origin === "local" ? <SecondFactor mine={answer} onChanged={reload} /> : null}
          <Passkeys mine={answer} onChanged={reload} />
        </>
      ) : null}
    </section>
  );
}

function Password({ mine }: { mine: Mine }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [said, setSaid] = useState("");
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  if (mine.origin !== "local") return <><h3>{words.password}</h3><p className="muted">{words.passwordElsewhere}</p></>;
  const mistakes = { current: current === "" ? words.currentMissing : null, next: shortPassword(next), again: again !== next ? text.access.passwordsDiffer : null };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    touchAll();
    if (mistakes.current || mistakes.next || mistakes.again) return;
    void deed.run("change", async () => {
      await account.changePassword(current, next);
      for (const clear of [setCurrent, setNext, setAgain]) clear("");
      setSaid(words.changed);
    });
  };
  // What was just changed and is empty again is no mistake.
  const told = (name: keyof typeof mistakes): string | null => (touched(name) && said === "" ? mistakes[name] : null);
  const typed = (set: (value: string) => void) => (value: string) => { setSaid(""); set(value); };
  return (
    <div className="narrow-form">
      <form onSubmit={submit} noValidate aria-label={words.change}>
        <h3>{words.password}</h3>
        <input type="text" name="username" autoComplete="username" value={mine.name} readOnly hidden />
        <PasswordField shown={shown} label={words.current} value={current} onChange={typed(setCurrent)} onBlur={() => touch("current")} mistake={told("current")} autoComplete="current-password" name="current" />
        <PasswordField shown={shown} label={words.next} hint={text.access.passwordRule} value={next} onChange={typed(setNext)} onBlur={() => touch("next")} mistake={told("next")} autoComplete="new-password" name="next" />
        <PasswordField shown={shown} label={words.again} value={again} onChange={typed(setAgain)} onBlur={() => touch("again")} mistake={told("again")} autoComplete="new-password" name="again" />
        <ShowPassword shown={shown} onChange={setShown} />
        {deed.error ? <Refused error={deed.error} /> : null}
        <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
        <div className="buttons"><button type="submit" disabled={deed.busy !== null}>{deed.busy ? text.access.working : words.change}</button></div>
      </form>
    </div>
  );
}
