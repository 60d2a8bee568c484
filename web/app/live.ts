import { Hub, type HubMessage, type TabMessage } from "./hub";

declare const WORKER_URL: string;

/** A tab's end of the live connection. */
export interface LiveConnection {
  /** Connects anew at once: after a sign-in or sign-out, or because the person does not want to wait. */
  restart(): void;
}

/** One stream per browser: in a shared worker; else one tab leads and tells the others; else, and only then, one per tab. */
export function connectLive(receive: (message: HubMessage) => void): LiveConnection {
  if (typeof SharedWorker !== "undefined") {
    try {
      return throughWorker(receive);
    } catch {
      // Some browsers have the name and refuse the thing.
    }
  }
  if ("locks" in navigator && typeof BroadcastChannel !== "undefined") return throughLeader(receive);
  return alone(receive);
}

function throughWorker(receive: (message: HubMessage) => void): LiveConnection {
  const worker = new SharedWorker(WORKER_URL, { name: "pulse" });
  let fallback: LiveConnection | null = null;
  const say = (message: TabMessage): void => worker.port.postMessage(message);
  worker.onerror = () => {
    fallback ??= alone(receive);
  };
  worker.port.onmessage = (event: MessageEvent<HubMessage>) => receive(event.data);
  worker.port.start();
  say({ type: "hello" });
  setInterval(() => say({ type: "ping" }), 20_000);
  addEventListener("pagehide", () => say({ type: "bye" }));
  addEventListener("pageshow", (event) => {
    if (event.persisted) say({ type: "hello" });
  });
  return { restart: () => (fallback ? fallback.restart() : say({ type: "restart" })) };
}

type ChannelMessage = { from: "leader"; message: HubMessage } | { from: "tab"; message: TabMessage };

function throughLeader(receive: (message: HubMessage) => void): LiveConnection {
  const channel = new BroadcastChannel(`pulse-live:${new URL(".", location.href).pathname}`);
  let hub: Hub | null = null;
  const say = (message: TabMessage): void => channel.postMessage({ from: "tab", message });
  const lead = (message: HubMessage): void => {
    channel.postMessage({ from: "leader", message });
    receive(message);
  };
  channel.onmessage = (event: MessageEvent<ChannelMessage>) => {
    const data = event.data;
    if (data.from === "leader") {
      if (!hub) receive(data.message);
    } else if (hub) {
      if (data.message.type === "hello") hub.welcome().forEach((message) => channel.postMessage({ from: "leader", message }));
      if (data.message.type === "restart") hub.restart();
    }
  };
  say({ type: "hello" });
  void navigator.locks.request(channel.name, () => {
    hub = new Hub("./api/events", lead);
    hub.start();
    // Held until the tab goes; the next in the queue leads then.
    return new Promise<never>(() => undefined);
  });
  return { restart: () => (hub ? hub.restart() : say({ type: "restart" })) };
}

function alone(receive: (message: HubMessage) => void): LiveConnection {
  const hub = new Hub("./api/events", receive);
  hub.start();
  return { restart: () => hub.restart() };
}
