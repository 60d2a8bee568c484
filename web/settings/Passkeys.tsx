import { useState, type FormEvent } from "react";
import { createPasskey, obstacleHere, passkeyFailure } from "../access/passkey";
import { useDeed } from "../app/answers";
import { APIError } from "../app/api";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Ago, Name } from "../app/parts";
import { account } from "../app/security-api";
import type { Account } from "../app/security-types";
import { text } from "../app/text";
import { Confirm } from "../forms/Confirm";
import { Field } from "../forms/Field";
import { PlainTable } from "../table/PlainTable";

const words = text.account;

/** The keys of one's own account, and why there can be none where there can be none. */
export function Passkeys({ mine, onChanged }: { mine: Account; onChanged: () => void }) {
  const [said, setSaid] = useState("");
  const obstacle = obstacleHere(mine.passkeysPossible);
  return (
    <section className="card" aria-labelledby="passkeys">
      <h3 id="passkeys">{words.passkeys}</h3>
      <p className="muted">{words.passkeysLead}</p>
      {obstacle ? <Forbidden what={words.obstacles[obstacle] ?? ""} /> : null}
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {mine.passkeys.length === 0 ? <p>{words.passkeysNone}</p> : (
        <PlainTable
          label={words.passkeys}
          items={mine.passkeys}
          id={(one) => one.id}
          columns={[
            { key: "name", label: words.passkeyName, cell: (one) => <span className="strong"><Name>{one.name}</Name></span> },
            { key: "made", label: words.made, wide: true, cell: (one) => <time dateTime={one.createdAt}>{absolute(one.createdAt)}</time> },
            { key: "used", label: words.used, cell: (one) => <Ago at={one.lastUsedAt} /> },
            {
              key: "actions", label: text.users.actions, bare: true, right: true,
              cell: (one) => (
                <Confirm label={words.passkeyRemove} title={words.passkeyRemoveTitle(printable(one.name))} lead={words.passkeyRemoveLead} confirm={words.passkeyRemoveConfirm(printable(one.name))}
                  onConfirm={async () => { await account.removePasskey(one.id); setSaid(words.passkeyRemoved(printable(one.name))); onChanged(); }} />
              ),
            },
          ]}
        />
      )}
      {obstacle ? null : <Add onAdded={(name) => { setSaid(words.passkeyAdded(printable(name))); onChanged(); }} />}
    </section>
  );
}

function Add({ onAdded }: { onAdded: (name: string) => void }) {
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const deed = useDeed();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() === "") return;
    void deed.run("add", async () => {
      const offer = await account.passkeyOptions();
      const made = await createPasskey(offer).catch((failure: unknown) => { throw new APIError(0, "passkey", passkeyFailure(failure)); });
      await account.addPasskey(offer.challengeId, name.trim(), made);
      setName("");
      onAdded(name.trim());
    });
  };
  return (
    <form className="stacked" onSubmit={submit} noValidate aria-label={words.passkeyAdd}>
      <Field label={words.passkeyName} hint={words.passkeyNameHint} value={name} onChange={setName} mistake={missing ? words.passkeyNameMissing : null} maxLength={60} autoComplete="off" name="passkey" />
      {deed.error ? <Refused error={deed.error} /> : null}
      <div className="buttons"><button type="submit" disabled={deed.busy !== null}>{deed.busy ? words.passkeyWaiting : words.passkeyAdd}</button></div>
    </form>
  );
}
