import type { ReactNode } from "react";
import { StateShape } from "../app/Icon";
import { Command } from "../app/parts";
import { text } from "../app/text";

/** A secret the server tells once: with copy, and with a button that says it was kept. */
export function Once({ title, lead, secrets, onKept, children }: { title: string; lead: string; secrets: readonly string[]; onKept: () => void; children?: ReactNode }) {
  return (
    <section className="once card" aria-label={title} role="status">
      <h3><StateShape level="watch" /> {title}</h3>
      <p>{lead}</p>
      {secrets.map((secret) => <Command key={secret}>{secret}</Command>)}
      {children}
      <div className="buttons"><button type="button" onClick={onKept}>{text.forms.kept}</button></div>
    </section>
  );
}
