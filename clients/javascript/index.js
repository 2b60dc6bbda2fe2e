// In-app messages: the very parts that the widget is made of, with a session by a signed identity.
import { asker, ChatClient, newName, newSecret, Shelf, Store } from "./client.js";
import { Line } from "./line.js";

export { asker, ChatClient, Line, newName, newSecret, Shelf, Store };

/**
 * `identity()` asks the operator's own server for a signed token; `changed(what, lines)` hears of everything new.
 * `begin({ topic, text, place: { app, os }, version })`, `send(text, files)`, `markRead()`, `close()`.
 */
export function openChat({ desk, brand, language, identity, changed, storage = globalThis.localStorage }) {
  const plain = asker(desk, brand, language);
  const ask = async (name, body, files) => {
    if (name !== "start") return plain(name, body, files);
    const sent = JSON.stringify({ ...body, language, token: await identity() });
    const answer = await fetch(`${desk}/app/${brand}/session`, { method: "POST", body: sent, credentials: "omit" });
    const told = await answer.json().catch(() => ({}));
    // A token that ran out while the device was offline: the next try brings a fresh one.
    const isStale = answer.status === 401 && (told.why === "expired" || told.why === "spent");
    return { status: isStale ? 503 : answer.status, told };
  };
  const kept = `muhatap:${desk}:${brand}:app:`;
  const client = new ChatClient({ ask, store: new Store(kept, storage), shelf: new Shelf(kept), changed });
  const line = new Line(desk, async () => {
    await client.fetch();
    return client.isGone ? "" : client.told?.grant;
  });
  const goOn = () => {
    line.open();
    return client.flush();
  };
  if (client.store.get("start")) client.goOnBeginning().then(goOn);
  else if (client.isBegun) goOn();
  return {
    client,
    begin: async (body) => {
      const answer = await client.begin(body);
      if (answer?.status === 200) goOn();
      return answer;
    },
    send: (text, files) => client.send(text, files),
    markRead: () => client.noteRead(),
    close: () => line.close(),
  };
}

/** Subscribe this browser to pushes through its service worker; the worker shows what it likes. */
export async function subscribe({ desk, brand, client, worker }) {
  const call = async (name, body) => (await fetch(`${desk}/app/${brand}/${name}`, { method: "POST", body: JSON.stringify(body), credentials: "omit" })).json();
  const { web_push: key } = await call("keys", {});
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  return call("subscribe", { secret: client.secret, endpoint, ...keys });
}
