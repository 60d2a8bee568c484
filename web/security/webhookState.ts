import type { Webhook } from "../app/security-types";
import type { Level } from "../app/trouble";

export type WebhookState = "disabled" | "paused" | "dead" | "waiting" | "fine" | "idle";

/** The one word of a webhook: what somebody has to act on comes before what passes by itself. */
export function stateOf(one: Pick<Webhook, "disabled" | "paused" | "deadLetters" | "waiting" | "lastError" | "lastDeliveryAt">): WebhookState {
  if (one.disabled) return "disabled";
  if (one.paused) return "paused";
  if (one.deadLetters > 0) return "dead";
  // One delivery under way is no queue.
  if (one.waiting > 0 && one.lastError !== null) return "waiting";
  return one.lastDeliveryAt === null ? "idle" : "fine";
}

export const levelOfWebhook: Record<WebhookState, Level> = { disabled: "critical", paused: "off", dead: "critical", waiting: "warning", fine: "ok", idle: "off" };
