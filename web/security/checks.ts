import { useEffect, useState, type RefObject } from "react";
import { Gate } from "../app/gate";
import type { AuditCheck, AuditEvent } from "../app/security-types";
import { audit } from "../app/security-api";
import type { Level } from "../app/trouble";

export type Seal = AuditCheck["status"] | "asking" | "unasked";

export const levelOfSeal: Record<Seal, Level> = { verified: "ok", unsigned: "off", failed: "critical", no_key: "unknown", asking: "unknown", unasked: "unknown" };

const gate = new Gate(3);
/** An event never changes, so neither does what was found of it; what failed is asked again on the next visit. */
const known = new Map<string, Seal>();
const most = 2_000;

async function check(id: string): Promise<Seal> {
  const before = known.get(id);
  if (before) return before;
  const { status } = await gate.through(() => audit.verify(id));
  if (known.size >= most) known.clear();
  if (status === "verified" || status === "unsigned") known.set(id, status);
  return status;
}

/** What the check of an event says, asked for once its row is in sight. */
export function useSeal(event: AuditEvent, row: RefObject<HTMLElement>): Seal {
  // Without a signature there is nothing to ask.
  const plain = event.signature === null || event.signature === "";
  const [seal, setSeal] = useState<Seal>(plain ? "unsigned" : known.get(event.id) ?? "asking");
  useEffect(() => {
    const element = row.current;
    if (!element || seal !== "asking") return;
    let gone = false;
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      sight.disconnect();
      check(event.id).then((found) => { if (!gone) setSeal(found); }, () => { if (!gone) setSeal("unasked"); });
    });
    sight.observe(element);
    return () => {
      gone = true;
      sight.disconnect();
    };
  }, [event.id]);
  return seal;
}
