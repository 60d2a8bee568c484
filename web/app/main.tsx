import { useCallback, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { SetUp } from "../access/Access";
import { SignIn } from "../access/SignIn";
import { linkSecret } from "../access/ways";
import { api, APIError, onSignedOut } from "./api";
import { connectLive, type LiveConnection } from "./live";
import { Boundary, Loading, Problem } from "./parts";
import { patrol } from "./patrol-store";
import { loadPreferences, watchPreferences } from "./preferences";
import { Shell } from "./Shell";
import { store, useLink } from "./store";
import "./styles.css";
import { text } from "./text";
import type { Session } from "./types";

type Access =
  | { step: "asking" }
  | { step: "set-up" }
  | { step: "sign-in" }
  | { step: "inside"; session: Session }
  | { step: "failed"; message: string };

/** Who are we to the server? Everything else comes after. */
function App() {
  const [access, setAccess] = useState<Access>({ step: "asking" });
  const [newVersion, setNewVersion] = useState<string | null>(null);
  const [linkFailed, setLinkFailed] = useState<string | null>(null);
  const live = useRef<LiveConnection | null>(null);
  const link = useLink();

  const enter = useCallback((session: Session) => {
    void loadPreferences();
    setLinkFailed(null);
    setAccess({ step: "inside", session });
    if (live.current) live.current.restart();
    else live.current = connectLive((message) => (message.type === "patrol" ? patrol.hear(message.event) : store.receive(message)));
  }, []);
  const ask = useCallback(async () => {
    const secret = linkSecret(location.hash);
    // Not kept in the address, where it would be seen, copied and remembered.
    if (secret !== null) history.replaceState(null, "", location.pathname + location.search);
    try {
      enter(secret === null ? await api.session() : await api.signInByLink(secret));
    } catch (failure) {
      if (secret !== null) setLinkFailed(failure instanceof APIError && failure.status === 401 ? text.signIn.linkFailed : failure instanceof APIError ? failure.message : text.signIn.linkFailed);
      if (secret !== null) return setAccess({ step: "sign-in" });
      const error = failure instanceof APIError ? failure : new APIError(0, "unknown", text.errors.noAnswer);
      if (error.code === "setup_required") setAccess({ step: "set-up" });
      else if (error.status === 401) setAccess({ step: "sign-in" });
      else setAccess({ step: "failed", message: error.message });
    }
  }, [enter]);

  useEffect(() => {
    void ask();
    onSignedOut(() => setAccess((former) => (former.step === "inside" ? { step: "sign-in" } : former)));
  }, [ask]);

  const phase = link.phase;
  const started = useRef(false);
  useEffect(() => {
    if (access.step !== "inside") return;
    // The stream was refused: another tab signed out, or the session ended. Which of both pages comes next, the server says.
    if (phase === "refused") {
      setAccess({ step: "asking" });
      void api.session().then((session) => {
        setAccess({ step: "inside", session });
        // Not at once: a stream that is refused while the session holds must not be asked in a circle.
        setTimeout(() => live.current?.restart(), 1_000);
      }, () => void ask());
    }
    // Back after an absence: perhaps as a newer version.
    if (phase === "live" && started.current) {
      const known = access.session.version;
      void api.session().then((session) => setNewVersion(session.version === known ? null : session.version), () => undefined);
    }
    started.current = true;
  }, [phase]);

  const signOut = useCallback(async () => {
    try {
      await api.signOut();
    } catch {
      // Already out, or no answer: the next call tells.
    }
    live.current?.restart();
    setAccess({ step: "sign-in" });
  }, []);

  switch (access.step) {
    case "asking": return <main className="access"><Loading /></main>;
    case "set-up": return <SetUp onOpened={enter} onAlreadyDone={() => setAccess({ step: "sign-in" })} />;
    case "sign-in": return <SignIn onOpened={enter} failure={linkFailed} />;
    case "failed":
      return (
        <main className="access">
          <h1>{text.errors.boot}</h1>
          <Problem action={<button type="button" onClick={() => { setAccess({ step: "asking" }); void ask(); }}>{text.retry}</button>}>{access.message}</Problem>
        </main>
      );
    case "inside": return <Shell session={access.session} onSignOut={() => void signOut()} onRetry={() => live.current?.restart()} newVersion={newVersion} />;
  }
}

watchPreferences();
const root = document.getElementById("app");
if (root) createRoot(root).render(<Boundary><App /></Boundary>);
