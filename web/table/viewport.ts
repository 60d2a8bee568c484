import { useEffect, useLayoutEffect, useState } from "react";

/** What is seen of a long table, pixels. */
export interface Viewport {
  scrolled: number;
  height: number;
  width: number;
  rowHeight: number;
}

export function useViewport(scroller: React.RefObject<HTMLDivElement>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ scrolled: 0, height: 800, width: 1280, rowHeight: 30 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const rowHeight = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")) || 30;
      // A step of one row, so that scrolling draws no more often than rows come into view.
      const scrolled = Math.floor(element.scrollTop / rowHeight) * rowHeight;
      setViewport((former) =>
        former.scrolled === scrolled && former.height === element.clientHeight && former.width === element.clientWidth && former.rowHeight === rowHeight
          ? former : { scrolled, height: element.clientHeight, width: element.clientWidth, rowHeight });
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(measure);
    };
    measure();
    element.addEventListener("scroll", soon, { passive: true });
    const sizes = new ResizeObserver(soon);
    sizes.observe(element);
    const density = new MutationObserver(soon);
    density.observe(document.documentElement, { attributes: true, attributeFilter: ["data-density"] });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", soon);
      sizes.disconnect();
      density.disconnect();
    };
  }, [scroller]);
  return viewport;
}

/** Arrows work in the focused table; `j`, `k` and Enter from anywhere on the page that is not a field or a button, but for a table that stands aside. */
export function useTableKeys(scroller: React.RefObject<HTMLDivElement>, key: (pressed: string) => boolean, aside = false): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      const inside = target === scroller.current;
      if (aside && !inside) return;
      // Another table among several has the focus, and will take it.
      if (!inside && target.closest(".table")) return;
      const elsewhere = target === document.body || target.id === "content";
      if (!inside && !(elsewhere && ["j", "k", "Enter"].includes(event.key)) && !(target.closest(".drawer") && !isField(target) && ["j", "k"].includes(event.key))) return;
      if (key(event.key)) {
        event.preventDefault();
        if (!inside && (event.key === "j" || event.key === "k")) scroller.current?.focus({ preventScroll: true });
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [scroller, key, aside]);
}

function isField(element: HTMLElement): boolean {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}
