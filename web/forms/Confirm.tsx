import { useRef, useState, type ReactNode } from "react";
import { useDeed } from "../app/answers";
import { printable } from "../app/format";
import { Problem } from "../app/parts";
import { text } from "../app/text";
import { Field } from "./Field";

export interface ConfirmProps {
  /** On the button that opens the question. */
  label: string;
  title: string;
  lead: ReactNode;
  /** On the button that does it: names the thing. */
  confirm: string;
  onConfirm: () => Promise<void>;
  /** Has to be typed first: where something is lost for others too. */
  typed?: string;
  danger?: boolean;
  disabled?: boolean;
}

/** What cannot be taken back asks, by name. */
export function Confirm({ label, title, lead, confirm, onConfirm, typed, danger = true, disabled = false }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [written, setWritten] = useState("");
  const { busy, error, run, forget } = useDeed();
  const open = (): void => {
    setWritten("");
    forget();
    dialog.current?.showModal();
  };
  const act = async (): Promise<void> => {
    if (await run("confirm", onConfirm)) dialog.current?.close();
  };
  const ready = typed === undefined || written.trim() === typed;
  return (
    <>
      <button type="button" className={danger ? "danger" : ""} disabled={disabled} onClick={open}>{label}</button>
      <dialog ref={dialog} aria-label={title}>
        <h2><bdi>{title}</bdi></h2>
        <div>{lead}</div>
        {typed === undefined ? null : <Field label={text.forms.typeName(printable(typed))} value={written} onChange={setWritten} autoComplete="off" autoCapitalize="off" />}
        {error ? <Problem>{error.message}</Problem> : null}
        <div className="buttons">
          <button type="button" className={danger ? "danger" : "primary"} disabled={busy !== null || !ready} onClick={() => void act()}><bdi>{confirm}</bdi></button>
          <button type="button" onClick={() => dialog.current?.close()}>{text.cancel}</button>
        </div>
      </dialog>
    </>
  );
}
