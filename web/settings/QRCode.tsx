import { useMemo } from "react";
import { qrOf } from "./qr";

/** A text for the camera of a telephone; nothing when it is too long for one. Dark on light in both themes, as readers want it. */
export function QRCode({ text, label }: { text: string; label: string }) {
  const path = useMemo(() => {
    const rows = qrOf(text);
    return rows && { size: rows.length, d: rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("") };
  }, [text]);
  if (!path) return null;
  return <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${path.size} ${path.size}`} shapeRendering="crispEdges"><path d={path.d} /></svg>;
}
