import { memo } from "react";
import type { Level } from "../app/trouble";

/** A thin bar of a share. Hatched where the share is not known. */
export const Meter = memo(function Meter({ value, level, rough = false }: { value: number | null; level: Level; rough?: boolean }) {
  if (value === null) return <span className="meter meter-unknown" aria-hidden="true" />;
  return (
    <span className={`meter meter-${level} ${rough ? "meter-rough" : ""}`} aria-hidden="true">
      <span style={{ transform: `scaleX(${Math.min(1, Math.max(0, value)).toFixed(3)})` }} />
    </span>
  );
});
