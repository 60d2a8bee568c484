import { useState, type FormEvent } from "react";
import { useDeed } from "../app/answers";
import { Refused } from "../app/notices";
import { Command, State } from "../app/parts";
import { account } from "../app/security-api";
import type { Account } from "../app/security-types";
import { text } from "../app/text";
import { Field } from "../forms/Field";
import { Once } from "../forms/Once";
import { download } from "./download";
import { QRCode } from "./QRCode";

const words = text.account;

/** `JBSW Y3DP …`: a secret somebody has to type. */
export function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}

/** Codes of an authenticator app: set up, confirmed by one, with codes for the day the telephone is lost. */
export function SecondFactor({ mine, onChanged }: { mine: Account; onChanged: () => void }) {
  const [offer, setOffer] = useState<{ secret: string; uri: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [removing, setRemoving] = useState(false);
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState(false);
  const deed = useDeed();
  const digits = code.replace(/\s/g, "");
  const start = (): void => {
    setCode("");
    setWrong(false);
    void deed.run("start", async () => setOffer(await account.startTOTP()));
  };
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(!/^\d{6}$/.test(digits));
    if (!/^\d{6}$/.test(digits)) return;
    void deed.run("confirm", async () => {
      setCodes(await account.confirmTOTP(digits));
      setOffer(null);
      setCode("");
      onChanged();
    });
  };
  const remove = (event: FormEvent): void => {
    event.preventDefault();
    if (digits === "") return setWrong(true);
    void deed.run("remove", async () => {
      await account.removeTOTP(digits);
      setRemoving(false);
      setCode("");
      onChanged();
    });
  };
  return (
    <section className="card" aria-labelledby="totp">
      <h3 id="totp">{words.totp}</h3>
      <p><State level={mine.totp ? "ok" : "off"}>{mine.totp ? words.totpOn : words.totpOff}</State></p>
      {mine.totp ? <p className="muted">{words.recoveryLeft(mine.recoveryCodesLeft)} {mine.recoveryCodesLeft < 3 ? words.recoveryFew : ""}</p> : null}
      {codes ? (
        <Once title={words.recoveryTitle} lead={words.recoveryLead} secrets={[codes.join("\n")]} onKept={() => setCodes(null)}>
          <div className="buttons"><button type="button" onClick={() => download("pulse-recovery-codes.txt", "text/plain", `${codes.join("\n")}\n`)}>{words.download}</button></div>
        </Once>
      ) : null}
      {offer ? (
        <form className="stacked" onSubmit={confirm} noValidate aria-label={words.totpConfirm}>
          <p>{words.totpScan}</p>
          <QRCode text={offer.uri} label={words.totpQR} />
          <div className="field"><span>{words.totpSecret}</span><Command>{inFours(offer.secret)}</Command></div>
          <details className="how-to"><summary>{words.totpURI}</summary><Command>{offer.uri}</Command></details>
          <Field label={words.totpCode} value={code} onChange={setCode} mistake={wrong ? words.totpCodeWrong : null} inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={8} name="totp" />
          <div className="buttons"><button type="submit" className="primary" disabled={deed.busy !== null}>{words.totpConfirm}</button><button type="button" onClick={() => setOffer(null)}>{text.cancel}</button></div>
        </form>
      ) : null}
      {removing ? (
        <form className="stacked" onSubmit={remove} noValidate aria-label={words.totpRemove}>
          <p>{words.totpRemoveLead}</p>
          <Field label={text.signIn.code} hint={text.signIn.codeHint} value={code} onChange={setCode} mistake={wrong ? words.totpCodeWrong : null} autoComplete="one-time-code" autoFocus name="totp" />
          <div className="buttons"><button type="submit" className="danger" disabled={deed.busy !== null}>{words.totpRemove}</button><button type="button" onClick={() => setRemoving(false)}>{text.cancel}</button></div>
        </form>
      ) : null}
      {deed.error ? <Refused error={deed.error} /> : null}
      {offer || removing ? null : (
        <div className="buttons">
          {mine.totp
            ? <button type="button" className="danger" onClick={() => { setCode(""); setWrong(false); setRemoving(true); }}>{words.totpRemove}</button>
            : <button type="button" disabled={deed.busy !== null} onClick={start}>{words.totpStart}</button>}
        </div>
      )}
    </section>
  );
}
