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
    if (document.activeElement && document.activeElement !== document.body) element.current?.focus({ preventScroll: true });
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
