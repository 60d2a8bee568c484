import { useId, useState, type InputHTMLAttributes, type TextareaHTMLAttributes } from "react";
import { StateShape } from "../app/Icon";
import { text } from "../app/text";

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "id">;

export interface FieldProps extends InputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  /** What is wrong, as a sentence; shown below the field and read with it. */
  mistake?: string | null | undefined;
  optional?: boolean;
}

export function Field({ label, value, onChange, hint, mistake, optional, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}{optional ? <span className="muted"> ({text.sources.optional})</span> : null}</label>
      <input
        {...input}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={mistake ? true : undefined}
        aria-describedby={`${id}-below`}
        spellCheck={false}
      />
      <Below id={`${id}-below`} hint={hint} mistake={mistake} />
    </div>
  );
}

function Below({ id, hint, mistake }: { id: string; hint?: string | undefined; mistake?: string | null | undefined }) {
  return (
    <p id={id} className={mistake ? "mistake" : "hint"} aria-live="polite">
      {mistake ? <><StateShape level="warning" /> {mistake}</> : hint}
    </p>
  );
}

/** A password that can be looked at; `onShow` lets two fields share the switch. */
export function PasswordField(props: FieldProps & { shown: boolean }) {
  const { shown, ...field } = props;
  return <Field {...field} type={shown ? "text" : "password"} autoCapitalize="off" />;
}

export function ShowPassword({ shown, onChange, label = text.access.show }: { shown: boolean; onChange: (shown: boolean) => void; label?: string }) {
  return <Check label={label} checked={shown} onChange={onChange} />;
}

export function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}

export interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "value" | "id"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  mistake?: string | null | undefined;
}

export function TextArea({ label, value, onChange, hint, mistake, ...input }: TextAreaProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea rows={5} {...input} id={id} value={value} onChange={(event) => onChange(event.target.value)} aria-invalid={mistake ? true : undefined} aria-describedby={`${id}-below`} />
      <Below id={`${id}-below`} hint={hint} mistake={mistake} />
    </div>
  );
}

let pressed = false;
let waiting: (() => void)[] = [];

/** At once, or when the pointer that is down was let go: what moves in between would make its click miss. */
function afterPress(run: () => void): void {
  if (pressed) waiting.push(run);
  else run();
}

if (typeof document !== "undefined") {
  const released = (): void => {
    pressed = false;
    // The click comes right after.
    setTimeout(() => {
      const runs = waiting;
      waiting = [];
      for (const run of runs) run();
    });
  };
  document.addEventListener("pointerdown", () => (pressed = true), true);
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);
}

/** Mistakes are shown once a field was left or the form was sent, not while the first letter is typed. */
export function useTouched(): [(name: string) => boolean, (name: string) => void, () => void] {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  return [
    (name) => all || touched.has(name),
    (name) => afterPress(() => setTouched((former) => new Set(former).add(name))),
    () => setAll(true),
  ];
}
