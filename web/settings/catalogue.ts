import { text } from "../app/text";

export const sections = ["sources", "appearance", "about"] as const;
export type Section = (typeof sections)[number];

/** Every setting by its words, for the search here and the palette. */
export const everySetting: { section: Section; label: string }[] = [
  { section: "sources", label: text.sources.title },
  { section: "sources", label: text.sources.add },
  { section: "appearance", label: text.settings.theme },
  { section: "appearance", label: text.settings.density },
  { section: "appearance", label: text.table.cells },
  { section: "appearance", label: text.settings.timeZone },
  { section: "about", label: text.settings.version },
];

export function findSettings(query: string): { section: Section; label: string }[] {
  const wanted = query.trim().toLowerCase();
  return everySetting.filter((one) => `${one.label} ${text.settings.sections[one.section] ?? ""}`.toLowerCase().includes(wanted));
}
