import { text } from "../app/text";
import type { SourceDraft } from "../app/types";
import { hasTokens, portOf, wordsOf, type Product } from "./products";

const words = text.sources;

/** What stands in the form of a source. */
export interface Fields {
  product: Product;
  name: string;
  address: string;
  how: "token" | "password";
  tokenId: string;
  tokenSecret: string;
  username: string;
  password: string;
  fingerprint: string | null;
}

export const emptyFields: Fields = { product: "pve", name: "", address: "", how: "token", tokenId: "", tokenSecret: "", username: "", password: "", fingerprint: null };

export type Mistakes = Partial<Record<keyof Fields, string>>;

/** How a person signs in at this product: what is not offered is not meant. */
export function howOf(fields: Fields): Fields["how"] {
  return hasTokens(fields.product) ? fields.how : "password";
}

/** `pve-1` → `https://pve-1:8006`. Null for what is no address. */
export function completedAddress(written: string, product: Product = "pve"): string | null {
  const trimmed = written.trim();
  const bare = /^[0-9a-f:]+$/i.test(trimmed) && trimmed.split(":").length > 2 ? `[${trimmed}]` : trimmed;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`;
  try {
    const url = new URL(full);
    if (url.hostname === "" || /\s/.test(trimmed)) return null;
    const hasPort = /:\d+\/?$/.test(full.replace(/^[a-z]+:\/\/[^/]*?(?=:\d+|\/|$)/i, "").split("/")[0] ?? "");
    return `${url.protocol}//${url.hostname}:${url.port !== "" ? url.port : hasPort ? "443" : portOf[product]}`;
  } catch {
    return null;
  }
}

/** What is wrong with the fields, by field. A stored secret may be left as it is. */
export function mistakesOf(fields: Fields, stored: boolean): Mistakes {
  const mistakes: Mistakes = {};
  const own = wordsOf(fields.product);
  const address = completedAddress(fields.address, fields.product);
  if (fields.address.trim() === "") mistakes.address = own.addressMissing;
  else if (address === null) mistakes.address = words.addressInvalid;
  else if (!address.startsWith("https:")) mistakes.address = words.addressPlain;
  if (howOf(fields) === "token") {
    if (!(stored && fields.tokenId.trim() === "") && !/^[^\s@!]+@[^\s@!]+![^\s!]+$/.test(fields.tokenId.trim())) mistakes.tokenId = own.tokenIdInvalid;
    if (!stored && fields.tokenSecret.trim() === "") mistakes.tokenSecret = words.tokenSecretMissing;
  } else {
    if (!/^[^\s@]+@[^\s@]+$/.test(fields.username.trim())) mistakes.username = own.usernameInvalid;
    if (!stored && fields.password === "") mistakes.password = words.passwordMissing;
  }
  return mistakes;
}

/** The body for test, POST and PUT. Without a new secret the authentication is left out, and the stored one stays. */
export function draftOf(fields: Fields, source: string | null): SourceDraft {
  const draft: SourceDraft = { address: completedAddress(fields.address, fields.product) ?? fields.address.trim() };
  if (fields.product !== "pve") draft.kind = fields.product;
  if (source !== null) draft.source = source;
  if (fields.name.trim() !== "") draft.name = fields.name.trim();
  if (fields.fingerprint !== null) draft.fingerprint = fields.fingerprint;
  if (howOf(fields) === "token" && fields.tokenSecret.trim() !== "") {
    draft.authentication = { type: "token", tokenId: fields.tokenId.trim(), tokenSecret: fields.tokenSecret.trim() };
  } else if (howOf(fields) === "password" && fields.password !== "") {
    draft.authentication = { type: "password", username: fields.username.trim(), password: fields.password };
  }
  return draft;
}
