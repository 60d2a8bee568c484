import { absolute } from "../app/format";
import type { LicenceStatus } from "../app/security-types";
import { text } from "../app/text";
import type { Level } from "../app/trouble";

const words = text.licence;

/** What a licence is worth now, in one sentence. */
export function licenceSentence(status: LicenceStatus): string {
  // A demonstration has one of its own, of which only the server knows.
  if (status.tier === "demonstration") return status.sentence;
  const end = status.state === "grace_period" ? status.grace_period_end : status.is_lifetime ? null : status.expires_at;
  const sentence = words.sentences[status.state];
  // A state this page does not know comes with the words of the server.
  return sentence ? sentence(end === null ? null : absolute(end), words.days(Math.max(0, status.days_remaining ?? 0))) : status.sentence;
}

export function levelOfLicence(status: LicenceStatus): Level {
  return (words.statesLevel[status.state] as Level | undefined) ?? "unknown";
}

/** `open`, `needs a licence`, or that this version does not have it. */
export function availability(feature: string, open: boolean): { level: Level; word: string } {
  if (!words.present.includes(feature)) return { level: "off", word: words.later };
  return open ? { level: "ok", word: words.yes } : { level: "off", word: words.no };
}
