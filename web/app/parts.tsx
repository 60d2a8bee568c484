// Small parts that every page uses.
import { Component, useEffect, useRef, useState, type ReactNode } from "react";
import { absolute, ago, printable } from "./format";
import { Icon, StateShape, type IconName } from "./Icon";
import { useNow } from "./store";
import { text } from "./text";
import type { Level } from "./trouble";

/** A name from outside: harmless characters, its own direction, cut where it is too long. */
export function Name({ children, className = "" }: { children: string; className?: string }) {
  const shown = printable(children);
  return <bdi className={`name ${className}`} title={shown}>{shown === "" ? "–" : shown}</bdi>;
}

/** `3 min ago`, with the absolute time on hover. */
export function Ago({ at, fine = false }: { at: string | null; fine?: boolean }) {
  const now = useNow(fine);
  return <time className="figure" dateTime={at ?? undefined} title={absolute(at)}>{ago(at, now)}</time>;
}

export function State({ level, children }: { level: Level; children: ReactNode }) {
  return <span className={`state state-${level}`}><StateShape level={level} /><span className="state-word">{children}</span></span>;
}

/** A page or part that is empty says what will be here and the one step that fills it. */
export function Empty({ title, lead, icon, children }: { title: string; lead: string; icon: IconName; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} size={28} />
      <h2>{title}</h2>
      <p>{lead}</p>
      {children}
    </div>
  );
}

/** Says that something is being asked, but only when it takes a moment. */
export function Loading() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return <p className="loading" role="status">{late ? text.loading : ""}</p>;
}

export function Problem({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return <div className="problem" role="alert"><StateShape level="critical" /><div>{children}</div>{action}</div>;
}

/** One line for the shell, with a button that copies it, also where the page is not served over TLS. */
export function Command({ children }: { children: string }) {
  const [copied, setCopied] = useState(false);
  const code = useRef<HTMLElement>(null);
  const copy = (): void => {
    const done = (): void => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(children).then(done, () => undefined);
    else if (code.current) {
      const range = document.createRange();
      range.selectNodeContents(code.current);
      const selection = getSelection();
      selection?.removeAllRanges();
      selection?.addRange(range);
      if (document.execCommand("copy")) done();
    }
  };
  return (
    <div className="command">
      <code ref={code} tabIndex={0}>{children.split("\n").map(printable).join("\n")}</code>
      <button type="button" className="quiet" onClick={copy}><Icon name={copied ? "check" : "copy"} /><span aria-live="polite">{copied ? text.copied : text.copy}</span></button>
    </div>
  );
}

/** A failure in one part must not take the page with it. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Problem action={<button type="button" onClick={() => location.reload()}>{text.reload}</button>}>{text.errors.broken}</Problem>
    );
  }
}

/** Closes when the pointer or the focus goes elsewhere, or at Escape. */
export function Popover({ label, icon, children, className = "" }: { label: string; icon: IconName; children: ReactNode; className?: string }) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
  return (
    <div
      ref={whole}
      className={`popover ${className}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button ref={button} type="button" className="quiet" aria-expanded={open} title={label} onClick={() => setOpen(!open)}>
        <Icon name={icon} /><span className="wide-only">{label}</span>
      </button>
      {open && <div className="popover-panel" role="group" aria-label={label}>{children}</div>}
    </div>
  );
}

/** One of a few, shown side by side. */
export function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: IconName }[];
  onChange: (value: Value) => void;
  visibleLabel?: boolean;
}) {
  return (
    <div className="choice" role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          title={option.label}
          onClick={() => props.onChange(option.value)}
        >
          {option.icon ? <Icon name={option.icon} /> : null}
          <span className={option.icon ? "hidden" : ""}>{option.label}</span>
        </button>
      ))}
    </div>
  );
}
