// All pages of a browser share one line: held by a shared worker, else by one page for the others.
import { Line } from "./line.js";

const LEADER = "muhatap-line";

/** Hear of changes: `hear(change)` gets each once, whichever page holds the line. */
export function listen({ meta, open, hear }) {
  const told = { grant: meta.content, since: Number(meta.dataset.since ?? 0), open };
  if ("SharedWorker" in globalThis && meta.dataset.worker && byWorker(meta, told, hear)) return;
  if ("locks" in navigator && "BroadcastChannel" in globalThis) byLeader(meta, told, hear);
  else new Line({ ...told, origin: location.origin, cases: () => [open].filter(Boolean), hear }).start();
}

function byWorker(meta, told, hear) {
  try {
    // Named after the person: who signs in next shares nothing with who was here before.
    const worker = new SharedWorker(meta.dataset.worker, { name: `line-${meta.dataset.staff}`, type: "module" });
    worker.addEventListener("error", () => byLeader(meta, told, hear), { once: true });
    worker.port.addEventListener("message", (event) => hear(event.data));
    worker.port.start();
    worker.port.postMessage(told);
    addEventListener("pagehide", () => worker.port.postMessage({ bye: true }));
    addEventListener("pageshow", (event) => { if (event.persisted) worker.port.postMessage(told); });
    return true;
  } catch {
    return false;
  }
}

/** One page holds the lock and the line; when it closes, the lock goes to another, which goes on from there. */
function byLeader(meta, told, hear) {
  const channel = new BroadcastChannel(`${LEADER}-${meta.dataset.staff}`);
  let since = told.since;
  const take = (change) => {
    if (change.seq && change.seq <= since && !change.resync) return;
    since = Math.max(since, change.seq ?? 0);
    hear(change);
  };
  let line = null;
  const others = [];
  channel.addEventListener("message", ({ data }) => {
    if (!data.joins) return take(data);
    others.push(data.joins);
    line?.add(data.joins.grant);
  });
  channel.postMessage({ joins: { grant: told.grant, open: told.open } });
  navigator.locks.request(`${LEADER}-${meta.dataset.staff}`, () => {
    const cases = () => [...new Set([told, ...others].map((each) => each.open))].filter(Boolean);
    const pass = (change) => { channel.postMessage(change); take(change); };
    line = new Line({ ...told, since, origin: location.origin, cases, hear: pass });
    line.start();
    for (const each of others) line.add(each.grant);
    return new Promise(() => {});
  });
}
