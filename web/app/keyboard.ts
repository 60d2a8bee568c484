import { useEffect } from "react";
import { currentView, navigate, pageAddress, type Page } from "./url";

const letters: Record<string, Page> = { o: "overview", s: "storage", b: "backups", w: "work", h: "hosts", d: "docker", k: "kubernetes", m: "mail", p: "patrol", u: "security", e: "settings" };

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
    // Before a table sees it: its own `k` moves to the row above.
    const follow = (event: KeyboardEvent): void => {
      if (Date.now() - waiting >= chord || event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
      waiting = 0;
      const page = letters[event.key];
      if (!page || (event.target as HTMLElement).closest("dialog, input, textarea, select")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      navigate(pageAddress(page));
    };
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
      if (event.key === "g") waiting = Date.now();
      else if (event.key === "?") actions.help();
      else if (event.key === "/") {
        event.preventDefault();
        document.dispatchEvent(new Event("pulse:filter"));
      }
    };
    document.addEventListener("keydown", follow, true);
    document.addEventListener("keydown", listen);
    return () => {
      document.removeEventListener("keydown", follow, true);
      document.removeEventListener("keydown", listen);
    };
  }, [actions]);
}

function back(target: HTMLElement): void {
  const view = currentView();
  if (target.closest("input, textarea, select") && !target.closest(".table")) target.blur();
  else if (view.open !== null) navigate({ open: null, tab: null });
  else if (view.form !== null) navigate({ form: null });
}
