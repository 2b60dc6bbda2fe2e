// Holds the one line of a browser, and passes on what it hears to every open page.
import { Line } from "./line.js";

const RECENT = 500;
const pages = new Map();
const recent = [];
let line = null;

function hear(change) {
  if (change.seq) recent.push(change);
  if (recent.length > RECENT) recent.shift();
  for (const port of pages.keys()) port.postMessage(change);
}

function welcome(port, told) {
  pages.set(port, told.open);
  if (!line) {
    const cases = () => [...new Set(pages.values())].filter(Boolean);
    line = new Line({ grant: told.grant, since: told.since, origin: self.location.origin, cases, hear });
    line.start();
    return;
  }
  line.add(told.grant);
  // What came between the reading of that page and now.
  for (const change of recent) if (change.seq > told.since) port.postMessage(change);
}

self.addEventListener("connect", (event) => {
  const [port] = event.ports;
  port.addEventListener("message", ({ data }) => (data.bye ? pages.delete(port) : welcome(port, data)));
  port.start();
});
