// A server that loses questions and answers, and devices that are reloaded while they send.
const { ChatClient, Store } = await import(PLACE);

function draw(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function server(random) {
  const lines = [];
  const named = new Set();
  const add = (from, id, text) => {
    if (id && named.has(id)) return;
    if (id) named.add(id);
    lines.push({ seq: lines.length + 1, from, kind: "message", id, text });
  };
  const answer = async (name, body) => {
    if (random() < 0.25) throw new Error("the question was lost");
    await new Promise((done) => setTimeout(done, random() * 3));
    if (name !== "log") add("me", body.client_id, body.text);
    if (random() < 0.3) add("them", undefined, "-");
    if (random() < 0.25) throw new Error("the answer was lost");
    if (random() < 0.1) return { status: 503, told: {} };
    const after = body.after ?? 0;
    const told = { number: "n", state: "waiting", lines: lines.slice(after, after + 3), more: lines.length > after + 3, grant: "g" };
    return { status: 200, told };
  };
  return { lines, answer };
}

function storage() {
  const held = {
    getItem: (key) => (Object.hasOwn(held, key) ? held[key] : null),
    setItem: (key, value) => { held[key] = value; },
    removeItem: (key) => { delete held[key]; },
  };
  for (const name of ["getItem", "setItem", "removeItem"]) Object.defineProperty(held, name, { enumerable: false });
  return held;
}

function device(desk, held) {
  const shown = [];
  let isGone = false;
  const ask = async (name, body) => {
    const told = await desk.answer(name, body);
    return isGone ? new Promise(() => {}) : told;
  };
  const changed = (what, fresh = []) => shown.push(...fresh.map((line) => line.seq));
  const client = new ChatClient({ ask, store: new Store("t:", held), wait: async () => { if (isGone) await new Promise(() => {}); }, changed });
  return { client, shown, leave: () => { isGone = true; } };
}

async function withoutShelf() {
  const desk = server(() => 0.5);
  const held = storage();
  const first = device(desk, held);
  await first.client.begin({ text: "0" });
  desk.answer = () => new Promise(() => {});
  first.client.send("see", [{ name: "a.png" }]);
  const again = device(server(() => 0.5), held);
  await again.client.flush();
  return { told: again.client.outbox.map((each) => each.refused).filter(Boolean) };
}

async function trial(seed) {
  const random = draw(seed);
  const desk = server(random);
  const held = storage();
  let page = device(desk, held);
  await page.client.begin({ text: "0" });
  for (let number = 1; number <= 8; number += 1) {
    const sending = page.client.send(String(number));
    if (random() < 0.3) {
      page.leave();
      page = device(desk, held);
      await page.client.flush();
    } else if (random() < 0.7) await sending;
  }
  const { client } = page;
  for (let tries = 0; tries < 200 && (client.outbox.length || client.seq < desk.lines.length); tries += 1) {
    await client.flush();
    await client.fetch();
  }
  const mine = client.lines.filter((line) => line.id).map((line) => line.text);
  const { told } = await withoutShelf();
  return { told, mine, seqs: client.lines.map((line) => line.seq), shown: page.shown, left: client.outbox.length };
}

const results = [];
for (let seed = 1; seed <= 40; seed += 1) results.push(await trial(seed));
return JSON.stringify(results);
