import { useEffect } from "react";
import { currentView, navigate, pageAddress, type Page } from "./url";

const letters: Record<string, Page> = { o: "overview", s: "storage", b: "backups", w: "work", h: "hosts", m: "mail", u: "security", e: "settings" };

/** How long `g` waits for its letter, milliseconds. */
const chord = 1_500;

export interface KeyActions {
  palette(): void;
  help(): void;
}

/** The keys that work everywhere. Those of a table are in the table. */
export function useKeys(actions: KeyActions): void {
  useEffect(() => {
    let waiting = 0;
    const listen = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        actions.palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest("dialog")) return;
      if (event.key === "Escape") return back(target);
      if (target.closest("input, textarea, select")) return;
      if (Date.now() - waiting < chord) {
        waiting = 0;
        const page = letters[event.key];
        if (page) {
          event.preventDefault();
          navigate(pageAddress(page));
        }
        return;
      }
      if (event.key === "g") waiting = Date.now();
      else if (event.key === "?") actions.help();
      else if (event.key === "/") {
        event.preventDefault();
        document.dispatchEvent(new Event("pulse:filter"));
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [actions]);
}

function back(target: HTMLElement): void {
  const view = currentView();
  if (target.closest("input, textarea, select") && !target.closest(".table")) target.blur();
  else if (view.open !== null) navigate({ open: null, tab: null });
  else if (view.form !== null) navigate({ form: null });
}
