/** What an event says was changed, and everything else it says. */
export interface Told {
  changes: { name: string; before: string; after: string }[];
  others: [string, string][];
}

/** `before.role` and `after.role`, or `role.before` and `role.after`: how it was and how it is. */
export function toldBy(fields: Record<string, string>): Told {
  const changes = new Map<string, { name: string; before: string; after: string }>();
  const others: [string, string][] = [];
  for (const [key, value] of Object.entries(fields)) {
    const found = sideOf(key) ?? besides(key, fields);
    if (found) changes.set(found.name, { ...(changes.get(found.name) ?? { name: found.name, before: "", after: "" }), [found.side]: value });
    else others.push([key, value]);
  }
  return { changes: [...changes.values()], others };
}

function sideOf(key: string): { name: string; side: "before" | "after" } | null {
  const first = /^(before|after)(?:[._](.+))?$/.exec(key);
  if (first) return { name: first[2] ?? "", side: first[1] === "before" ? "before" : "after" };
  const last = /^(.+)[._](before|after)$/.exec(key);
  return last ? { name: last[1] ?? "", side: last[2] === "before" ? "before" : "after" } : null;
}

/** `rolesBefore` beside `roles`: what stands without a side is how it is now. */
function besides(key: string, fields: Record<string, string>): { name: string; side: "before" | "after" } | null {
  if (fields[`${key}Before`] !== undefined) return { name: key, side: "after" };
  const name = /^(.+)Before$/.exec(key)?.[1];
  return name !== undefined && fields[name] !== undefined ? { name, side: "before" } : null;
}

/** `name=value; …`, where an event brings no fields of their own. */
export function fieldsOf(details: string): Record<string, string> {
  const parts = details.split(/;\s*/).filter((part) => part !== "");
  if (parts.some((part) => !/^[\w.-]+=/.test(part))) return details.trim() === "" ? {} : { details };
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}
