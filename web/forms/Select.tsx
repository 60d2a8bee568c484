import { useId } from "react";

export interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  hint?: string;
  disabled?: boolean;
}

/** One of some, in a list that opens. */
export function Select<Value extends string>({ label, value, options, onChange, hint, disabled = false }: SelectProps<Value>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} disabled={disabled} aria-describedby={hint ? `${id}-below` : undefined} onChange={(event) => onChange(event.target.value as Value)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
      {hint ? <p id={`${id}-below`} className="hint">{hint}</p> : null}
    </div>
  );
}

/** Any of some, side by side or below each other. */
export function Checks({ label, options, chosen, onChange, hint, mistake, disabled = false }: {
  label: string;
  options: readonly { value: string; label: string; hint?: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  hint?: string;
  mistake?: string | null;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <fieldset className="checks-field" aria-describedby={`${id}-below`} disabled={disabled}>
      <legend>{label}</legend>
      <div className="check-list">
        {options.map((option) => (
          <label className="check" key={option.value}>
            <input type="checkbox" checked={chosen.includes(option.value)} onChange={(event) => onChange(event.target.checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))} />
            <span>{option.label}{option.hint ? <span className="muted"> {option.hint}</span> : null}</span>
          </label>
        ))}
      </div>
      <p id={`${id}-below`} className={mistake ? "mistake" : "hint"} aria-live="polite">{mistake ?? hint}</p>
    </fieldset>
  );
}
