import { createContext, useContext } from "react";
import type { Permission } from "./security-types";
import type { Session } from "./types";

/** Whether the session may do all of this; `*` is everything. The server decides again, at every call. */
export function allows(session: Pick<Session, "permissions">, ...wanted: Permission[]): boolean {
  const { permissions } = session;
  return permissions.includes("*") || wanted.every((one) => permissions.includes(one));
}

/** Whether a way of signing in has an account of its own here, with a password or keys to look after. */
export function hasAccount(session: Pick<Session, "method">): boolean {
  return session.method !== "link" && session.method !== "token";
}

const Present = createContext<Session | null>(null);

export const SessionProvider = Present.Provider;

export function useSession(): Session {
  const session = useContext(Present);
  if (!session) throw new Error("Nobody is signed in here.");
  return session;
}

export function useMay(...wanted: Permission[]): boolean {
  return allows(useSession(), ...wanted);
}
