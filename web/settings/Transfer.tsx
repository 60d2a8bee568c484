import { useId, useState, type FormEvent } from "react";
import { useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Icon, StateShape } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { State } from "../app/parts";
import { useMay } from "../app/permissions";
import { transfer } from "../app/security-api";
import type { ImportAnswer } from "../app/security-types";
import { store } from "../app/store";
import { text } from "../app/text";
import type { Level } from "../app/trouble";
import { PasswordField, ShowPassword, useTouched } from "../forms/Field";
import { PlainTable } from "../table/PlainTable";
import { download } from "./download";
import { counted, dataOf, fileName, largestFile, passphraseMistakes } from "./exportFile";

const words = text.transfer;

/** The settings out of this Pulse and into another. */
export function Transfer() {
  const mayExport = useMay("config:export");
  const mayImport = useMay("config:import");
  return (
    <section aria-labelledby="transfer">
      <h2 id="transfer">{words.title}</h2>
      <p className="muted">{words.lead}</p>
      {mayExport ? <Export /> : <Forbidden what={words.mayNotExport} />}
      {mayImport ? <Import /> : <Forbidden what={words.mayNotImport} />}
    </section>
  );
}

function Export() {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [said, setSaid] = useState("");
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const mistakes = passphraseMistakes(passphrase, again);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSaid("");
    touchAll();
    if (mistakes.passphrase || mistakes.again) return;
    void deed.run("export", async () => {
      const data = await transfer.exported(passphrase);
      const name = fileName(store.now());
      download(name, "text/plain", data);
      setSaid(words.downloaded(name));
    });
  };
  return (
    <div className="narrow-form">
      <form onSubmit={submit} noValidate aria-label={words.exportTitle}>
        <h3>{words.exportTitle}</h3>
        <PasswordField shown={shown} label={words.passphrase} hint={words.passphraseHint} value={passphrase} onChange={setPassphrase} onBlur={() => touch("passphrase")} mistake={touched("passphrase") ? mistakes.passphrase : null} autoComplete="new-password" name="export-passphrase" />
        <PasswordField shown={shown} label={words.passphraseAgain} value={again} onChange={setAgain} onBlur={() => touch("again")} mistake={touched("again") ? mistakes.again : null} autoComplete="new-password" name="export-again" />
        <ShowPassword shown={shown} onChange={setShown} />
        {deed.error ? <Refused error={deed.error} /> : null}
        <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
        <div className="buttons"><button type="submit" disabled={deed.busy !== null}><Icon name="download" /> {deed.busy ? words.downloading : words.download}</button></div>
      </form>
    </div>
  );
}

interface Chosen {
  name: string;
  data: string;
  mistake: string | null;
}

async function read(file: File): Promise<Chosen> {
  if (file.size > largestFile) return { name: file.name, data: "", mistake: words.fileLarge };
  const data = dataOf(await file.text());
  return { name: file.name, data, mistake: data === "" ? words.fileEmpty : null };
}

/** First a look at what would change, then the same again in earnest. */
function Import() {
  const [file, setFile] = useState<Chosen | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const [looked, setLooked] = useState<{ of: string; answer: ImportAnswer } | null>(null);
  const [touched, touch, touchAll] = useTouched();
  const deed = useDeed();
  const id = useId();
  const mistakes = { file: file === null ? words.fileMissing : file.mistake, passphrase: passphrase === "" ? words.passphraseMissing : null };
  const about = JSON.stringify([file?.data, passphrase]);
  const current = looked?.of === about ? looked.answer : null;
  const ask = (dryRun: boolean): void => {
    touchAll();
    if (mistakes.file || mistakes.passphrase || !file) return;
    void deed.run(dryRun ? "look" : "apply", async () => setLooked({ of: about, answer: await transfer.import(file.data, passphrase, dryRun) }));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask(true);
  };
  const fileMistake = touched("file") ? mistakes.file : null;
  return (
    <div className="narrow-form">
      <form onSubmit={submit} noValidate aria-label={words.importTitle}>
        <h3>{words.importTitle}</h3>
        <div className="field">
          <label htmlFor={id}>{words.file}</label>
          <input id={id} type="file" name="import-file" aria-invalid={fileMistake ? true : undefined} aria-describedby={`${id}-below`}
            onChange={(event) => { const chosen = event.target.files?.[0]; touch("file"); if (chosen) void read(chosen).then(setFile); else setFile(null); }} />
          <p id={`${id}-below`} className={fileMistake ? "mistake" : "hint"} aria-live="polite">{fileMistake ? <><StateShape level="warning" /> {fileMistake}</> : words.fileHint}</p>
        </div>
        <PasswordField shown={shown} label={words.passphrase} value={passphrase} onChange={setPassphrase} onBlur={() => touch("passphrase")} mistake={touched("passphrase") ? mistakes.passphrase : null} autoComplete="off" name="import-passphrase" />
        <ShowPassword shown={shown} onChange={setShown} />
        {deed.error ? <Refused error={deed.error} /> : null}
        <div className="buttons"><button type="submit" disabled={deed.busy !== null}>{deed.busy === "look" ? words.looking : words.look}</button></div>
        {looked && !current ? <p className="hint">{words.again}</p> : null}
      </form>
      {current ? <Changes answer={current} busy={deed.busy} onApply={() => ask(false)} /> : null}
    </div>
  );
}

const levels: Record<string, Level> = { add: "ok", change: "watch", remove: "warning", keep: "off" };

function Changes({ answer, busy, onApply }: { answer: ImportAnswer; busy: string | null; onApply: () => void }) {
  const { add, change, remove, keep, doing } = counted(answer);
  return (
    <section className="stacked" aria-label={answer.dryRun ? words.changes : words.changed} role="status">
      <h4>{answer.dryRun ? words.changes : words.changed}</h4>
      {answer.dryRun ? null : <p className="notice"><Icon name="check" /> {words.applied} <bdi>{printable(answer.message)}</bdi></p>}
      <p>{doing.length === 0 ? words.nothing : words.counts(add, change, remove)}{keep > 0 ? <span className="muted">, {words.keepHidden(keep)}</span> : null}</p>
      {doing.length > 0 ? (
        <PlainTable
          label={words.changes}
          items={doing.map((one, index) => ({ ...one, key: `${index}` }))}
          id={(one) => one.key}
          columns={[
            { key: "section", label: words.section, cell: (one) => printable(one.section) },
            { key: "name", label: words.name, cell: (one) => <span className="strong"><bdi>{printable(one.name)}</bdi></span> },
            { key: "action", label: words.action, cell: (one) => <><State level={levels[one.action] ?? "unknown"}>{words.actions[one.action] ?? one.action}</State> <span className="muted"><bdi>{printable(one.sentence)}</bdi></span></> },
          ]}
        />
      ) : null}
      {answer.dryRun && doing.length > 0 ? <div className="buttons"><button type="button" className="primary" disabled={busy !== null} onClick={onApply}>{busy === "apply" ? words.applying : words.apply(doing.length)}</button></div> : null}
    </section>
  );
}
