import { useEffect, useRef, type ReactNode } from "react";
import { Icon, type IconName } from "../app/Icon";
import { text } from "../app/text";
import { navigate } from "../app/url";

/** What all drawers have: a heading, the way to close it, and the focus. */
export function Frame({ label, icon, title, children }: { label: string; icon: IconName; title: ReactNode; children: ReactNode }) {
  const element = useRef<HTMLElement>(null);
  const wasInTable = useRef(document.activeElement?.closest(".table") !== null && document.activeElement?.closest(".table") !== undefined);
  useEffect(() => {
    // From the table by Enter, or by pointer: what was opened is read next. Not on a reload, where the page starts at its top.
    // What is in it may have taken the focus already: a form that asks something.
    const at = document.activeElement;
    if (at && at !== document.body && !element.current?.contains(at)) element.current?.focus({ preventScroll: true });
    const back = wasInTable.current;
    return () => {
      if (back) document.querySelector<HTMLElement>(".table")?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside ref={element} className="drawer" aria-label={label} tabIndex={-1}>
      <header>
        <Icon name={icon} size={18} />
        <h2>{title}</h2>
        <button type="button" className="quiet" aria-label={text.close} title={`${text.close} (Esc)`} onClick={() => navigate({ open: null, tab: null })}><Icon name="close" /></button>
      </header>
      {children}
    </aside>
  );
}
