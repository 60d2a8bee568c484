import { text } from "../app/text";

/** What can be added: all that is a Proxmox product of its own. */
export const products = ["pve", "pbs", "pmg"] as const;
export type Product = (typeof products)[number];

export const portOf: Record<Product, number> = { pve: 8006, pbs: 8007, pmg: 8006 };

/** Proxmox Mail Gateway knows no API tokens. */
export function hasTokens(product: Product): boolean {
  return product !== "pmg";
}

/** What kind of source is asked by Pulse itself; what an agent tells is none of them. */
export function productOfKind(kind: string): Product | null {
  return products.find((one) => one === kind) ?? null;
}

/** `add`, `add:pbs`: the product somebody came for. */
export function productOfForm(form: string): Product {
  return products.find((one) => form === `add:${one}`) ?? "pve";
}

export function wordsOf(product: Product): (typeof text.sources.byProduct)[Product] {
  return text.sources.byProduct[product];
}
