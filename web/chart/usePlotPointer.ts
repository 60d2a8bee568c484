import { useRef, type PointerEvent } from "react";
import { snap } from "./cursor";
import { timeAt } from "./drawing";
import type { PointingStore } from "./pointing";
import type { Span } from "./range";

/** Less than this is a trembling hand, not a drag; pixels. */
const trembling = 5;

export interface PointerActions {
  zoomTo(one: number, other: number): void;
  shiftBy(seconds: number): void;
}

interface Drag {
  kind: "zoom" | "pan";
  x: number;
  at: number;
}

/** The pointer on a chart: moving reads, dragging zooms, dragging with Shift moves the time. A finger only reads: dragging scrolls. */
export function usePlotPointer(chart: string, pointing: PointingStore, axis: Span, width: number, times: readonly number[], step: number, actions: PointerActions) {
  const drag = useRef<Drag | null>(null);
  const place = (event: PointerEvent<HTMLElement>): { x: number; at: number } => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return { x, at: timeAt(x, axis, width) };
  };
  const end = (): void => {
    drag.current = null;
    pointing.set({ selection: null, shift: 0 });
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>): void {
      const { x, at } = place(event);
      if (event.pointerType === "touch") return pointing.set({ at: snap(at, times, step), chart });
      if (event.button !== 0) return;
      drag.current = { kind: event.shiftKey ? "pan" : "zoom", x, at };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>): void {
      const { x, at } = place(event);
      const began = drag.current;
      if (!began || Math.abs(x - began.x) < trembling) return pointing.set({ at: snap(at, times, step), chart });
      if (began.kind === "zoom") pointing.set({ at: null, chart, selection: { from: Math.min(began.at, at), to: Math.max(began.at, at) } });
      else pointing.set({ at: null, chart, shift: at - began.at });
    },
    onPointerUp(event: PointerEvent<HTMLElement>): void {
      const began = drag.current;
      const { x, at } = place(event);
      end();
      if (!began || Math.abs(x - began.x) < trembling) return;
      if (began.kind === "zoom") actions.zoomTo(began.at, at);
      else actions.shiftBy(began.at - at);
    },
    onPointerCancel: end,
    onPointerLeave(event: PointerEvent<HTMLElement>): void {
      // What a finger has read stays until it reads something else, and the cursor of the keyboard is not the pointer's to take.
      if (!drag.current && event.pointerType !== "touch" && !event.currentTarget.matches(":focus-visible")) pointing.clear();
    },
  };
}
