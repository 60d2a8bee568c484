// The shared worker: one event stream for all tabs of this browser.
import { Hub, type HubMessage, type TabMessage } from "./hub";

interface WorkerScope {
  onconnect: ((event: MessageEvent) => void) | null;
  location: { href: string };
}

/** A tab in the background may ping once a minute only; a tab that was killed never says goodbye. */
const forgetAfter = 180_000;
/** Kept open for a moment when the last tab goes, since a reload is a tab that goes and comes. */
const lingerFor = 5_000;

const scope = self as unknown as WorkerScope;
const tabs = new Map<MessagePort, number>();
let linger: ReturnType<typeof setTimeout> | undefined;

const hub = new Hub(new URL("api/events", new URL(".", scope.location.href)).href, (message) => {
  for (const port of tabs.keys()) port.postMessage(message);
});

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = (message: MessageEvent<TabMessage>) => hear(port, message.data);
  port.start();
};

function hear(port: MessagePort, message: TabMessage): void {
  switch (message.type) {
    case "hello":
      tabs.set(port, Date.now());
      clearTimeout(linger);
      hub.start();
      hub.welcome().forEach((answer: HubMessage) => port.postMessage(answer));
      break;
    case "ping":
      tabs.set(port, Date.now());
      break;
    case "restart":
      hub.restart();
      break;
    case "bye":
      forget(port);
      break;
  }
}

function forget(port: MessagePort): void {
  tabs.delete(port);
  if (tabs.size > 0) return;
  clearTimeout(linger);
  linger = setTimeout(() => hub.stop(), lingerFor);
}

setInterval(() => {
  const now = Date.now();
  for (const [port, heard] of tabs) if (now - heard > forgetAfter) forget(port);
}, 30_000);
