import { text } from "./text";
import type { Discovery, DiscoveryOrder, DiscoverySettings } from "./api-types";
import type { PasskeyQuestion, SignInOptions } from "./security-types";
import type { ConfiguredSource, Forecast, Health, HistoryAnswer, Recent, Resource, Session, SetupCommand, SetupProgress, SourceDraft, TestAnswer } from "./types";

/** An answer that says no, in the words of the server, or that there was none. */
export class APIError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

let csrfToken: string | null = null;
let signedOut: () => void = () => undefined;

/** Called whenever the server no longer knows who we are. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}

interface Manner {
  body?: unknown;
  /** Goes out also when the page is being left. */
  outlivesPage?: boolean;
  signal?: AbortSignal;
  /** A status besides those of success with which the answer comes. */
  alsoFine?: number;
  /** The browser may keep the answer, and asks whether it still holds. */
  kept?: boolean;
}

/** For the calls of the areas that have a file of their own. */
export async function call<Answer>(method: string, path: string, { body, outlivesPage = false, signal, alsoFine, kept = false }: Manner = {}): Promise<Answer> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrfToken !== null) headers["X-CSRF-Token"] = csrfToken;
  let response: Response;
  try {
    response = await fetch(`./api/${path}`, {
      method, headers, cache: kept ? "no-cache" : "no-store", credentials: "same-origin", keepalive: outlivesPage, signal: signal ?? null, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new APIError(0, "no_answer", text.errors.noAnswer);
  }
  if (!response.ok && response.status !== alsoFine) throw await refusal(response);
  if (response.status === 204) return undefined as Answer;
  const content = await response.text();
  if (content === "") return undefined as Answer;
  try {
    return JSON.parse(content) as Answer;
  } catch {
    throw new APIError(response.status, "not_json", text.errors.notJSON);
  }
}

interface Refusal {
  error?: string;
  code?: string;
  details?: Record<string, unknown>;
  /** Of a feature without a licence. */
  message?: string;
  feature?: string;
  upgrade_url?: string;
}

async function refusal(response: Response): Promise<APIError> {
  let error = new APIError(response.status, "unknown", text.errors.status(response.status));
  try {
    const body = (await response.json()) as Refusal;
    error = body.error === "license_required"
      ? new APIError(response.status, body.error, body.message ?? error.message, { feature: body.feature, upgradeURL: body.upgrade_url })
      : new APIError(response.status, body.code ?? "unknown", body.error ?? body.message ?? error.message, body.details ?? {});
  } catch {
    // A proxy answered in its own words; the status says enough.
  }
  if (response.status === 401 && (error.code === "sign_in_required" || error.code === "setup_required")) signedOut();
  return error;
}

function opened(session: Session): Session {
  csrfToken = session.csrfToken ?? null;
  return session;
}

const of = encodeURIComponent;

export const api = {
  session: async () => opened(await call<Session>("GET", "session")),
  setUp: async (code: string, username: string, password: string) =>
    opened(await call<Session>("POST", "setup", { body: { code, username, password } })),
  signIn: async (username: string, password: string, code?: string) =>
    opened(await call<Session>("POST", "login", { body: { username, password, ...(code === undefined ? {} : { code }) } })),
  signInByLink: async (secret: string) => opened(await call<Session>("POST", "login/link", { body: { secret } })),
  signInByPasskey: async (challengeId: string, credential: unknown) => opened(await call<Session>("POST", "login/passkey", { body: { challengeId, credential } })),
  passkeyOptions: () => call<PasskeyQuestion>("POST", "login/passkey/options", { body: {} }),
  signInOptions: () => call<SignInOptions>("GET", "sign-in-options"),
  signOut: () => call<void>("POST", "logout"),
  /** Comes with 503 when Pulse itself is not well. */
  health: () => call<Health>("GET", "health", { alsoFine: 503 }),
  preferences: () => call<Record<string, unknown>>("GET", "preferences"),
  keepPreferences: (preferences: object, leaving = false) => call<void>("PUT", "preferences", { body: preferences, outlivesPage: leaving }),
  recent: (metrics: string[]) => call<Recent>("GET", `resources/recent?metrics=${metrics.join(",")}`),
  history: (query: string, signal: AbortSignal) => call<HistoryAnswer>("GET", `history?${query}`, { signal }),
  forecast: (query: string, signal: AbortSignal) => call<Forecast>("GET", `history/forecast?${query}`, { signal }),
  annotate: (id: string, annotation: { displayName: string | null; note: string }) =>
    call<Resource>("PUT", `resources/${of(id)}/annotation`, { body: annotation }),
  sources: async () => (await call<{ sources: ConfiguredSource[] }>("GET", "sources")).sources,
  testSource: (draft: SourceDraft) => call<TestAnswer>("POST", "sources/test", { body: draft }),
  addSource: (draft: SourceDraft) => call<ConfiguredSource>("POST", "sources", { body: draft }),
  changeSource: (source: string, draft: SourceDraft) => call<ConfiguredSource>("PUT", `sources/${of(source)}`, { body: draft }),
  makeSetupCommand: (order: { type: "pve" | "pbs"; name?: string; host?: string }) => call<SetupCommand>("POST", "setup-script-url", { body: order }),
  setupProgress: (id: string) => call<SetupProgress>("GET", `setup-script-url/${of(id)}`),
  removeSource: (source: string) => call<void>("DELETE", `sources/${of(source)}`),
  discovery: () => call<Discovery>("GET", "discover"),
  startDiscovery: (order: DiscoveryOrder) => call<Discovery>("POST", "discover", { body: order }),
  stopDiscovery: () => call<void>("DELETE", "discover"),
  saveDiscovery: (settings: DiscoverySettings) => call<DiscoverySettings>("PUT", "discover/settings", { body: settings }),
};
