import { useEffect, useState } from "react";
import { api } from "./api";
import { healthNews, useTroubles, type Told, type Trouble } from "./health";
import { Icon, StateShape } from "./Icon";
import { useLink } from "./store";
import { text } from "./text";

/** How often the server is asked how it is, milliseconds. */
const pause = 30_000;

/** What is wrong with Pulse itself, and the next step; nothing as a rule. A lost connection is said by its own bar. */
export function HealthBar() {
  const live = useLink().phase === "live";
  useEffect(() => {
    if (!live) return;
    const ask = (): void => {
      // No answer is nothing to be said here: the connection tells of it.
      if (!document.hidden) void api.health().then((health) => healthNews.tell(health), () => undefined);
    };
    ask();
    const timer = setInterval(ask, pause);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [live]);
  const troubles = useTroubles();
  const [away, setAway] = useState<readonly Trouble[]>([]);
  const told = live ? troubles.filter((one) => one.everywhere && !away.includes(one.trouble)) : [];
  return (
    <div role="status">
      {told.map((one) => (
        <p key={one.trouble} className={`bar bar-health bar-${one.level}`}>
          <HealthWords told={one} />
          {one.stays ? <button type="button" className="quiet" aria-label={text.health.hide} title={text.health.hide} onClick={() => setAway([...away, one.trouble])}><Icon name="close" size={14} /></button> : null}
        </p>
      ))}
    </div>
  );
}

function HealthWords({ told }: { told: Told }) {
  return <><StateShape level={told.level} /><span className="bar-words"><strong>{told.sentence}</strong> {told.nextStep}</span></>;
}

/** Where history is looked at: all that is wrong with it. */
export function HistoryTroubles() {
  const troubles = useTroubles().filter((one) => one.trouble !== "database");
  return (
    <div role="status" className="history-troubles">
      {troubles.map((one) => <p key={one.trouble} className={`notice notice-${one.level}`}><HealthWords told={one} /></p>)}
    </div>
  );
}
