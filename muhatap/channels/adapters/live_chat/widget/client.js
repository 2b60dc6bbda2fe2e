// A chat as its visitor's device keeps it: what it sends arrives once and in order, what it shows has no gap.
const SLOWEST = 20_000;
// What the server will not take however often it is sent.
const FINAL = new Set([400, 403, 404, 409, 413, 422]);

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
export const newSecret = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
export const newName = () => base64url(crypto.getRandomValues(new Uint8Array(12)));
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Where what must survive a reload lies; where the browser keeps nothing, in memory. */
export class Store {
  constructor(prefix, storage) {
    this.prefix = prefix;
    this.memory = new Map();
    try {
      storage?.setItem(`${prefix}?`, "");
      storage?.removeItem(`${prefix}?`);
      this.storage = storage;
    } catch {
      // Closed to this page: the chat lives as long as the page.
    }
  }

  get(name) {
    const text = this.storage ? this.storage.getItem(this.prefix + name) : this.memory.get(name);
    return text ? JSON.parse(text) : null;
  }

  put(name, value) {
    const text = JSON.stringify(value);
    this.memory.set(name, text);
    try {
      this.storage?.setItem(this.prefix + name, text);
    } catch {
      this.storage = null;
    }
  }

  drop(name) {
    this.memory.delete(name);
    this.storage?.removeItem(this.prefix + name);
  }

  names() {
    if (!this.storage) return [...this.memory.keys()];
    return Object.keys(this.storage).filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }
}

/** Where files wait until they have arrived, also across a reload; without a name, or a database, in memory. */
export class Shelf {
  constructor(name = "") {
    this.name = name;
    this.memory = new Map();
  }

  put(id, files) {
    this.memory.set(id, files);
    return this.#do("readwrite", (rows) => rows.put(files, id));
  }

  async get(id) { return this.memory.get(id) ?? (await this.#do("readonly", (rows) => rows.get(id))) ?? []; }

  drop(id) {
    this.memory.delete(id);
    return this.#do("readwrite", (rows) => rows.delete(id));
  }

  clear() {
    this.memory.clear();
    return this.#do("readwrite", (rows) => rows.clear());
  }

  /** What the browser's database answers, null where it is closed to this page or full. */
  async #do(mode, act) {
    const done = (request) => new Promise((yes, no) => Object.assign(request, { onsuccess: () => yes(request.result), onerror: () => no(request.error) }));
    try {
      this.opened ??= this.name && globalThis.indexedDB ? this.#open(done) : Promise.resolve(null);
      const database = await this.opened;
      return database && (await done(act(database.transaction("files", mode).objectStore("files"))));
    } catch {
      return null;
    }
  }

  #open(done) {
    const request = globalThis.indexedDB.open(this.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    return done(request);
  }
}

/**
 * `ask(call, body)` brings a call to the server and answers `{ status, told }`; it throws where none was reached.
 * `changed(what)` is called whenever there is something else to show.
 */
export class ChatClient {
  constructor({ ask, store, shelf = new Shelf(), changed = () => {}, wait = pause }) {
    Object.assign(this, { ask, store, shelf, changed, wait });
    this.lines = [];
    this.seq = 0;
    this.read = 0;
    this.told = null;
    this.isOffline = false;
    this.secret = store.get("secret");
    this.read = store.get("read") ?? 0;
    // Each message under a key of its own: pages that share a store never overwrite one another.
    this.outbox = store.names().filter((name) => name.startsWith("out:")).sort().map((name) => store.get(name));
  }

  get isBegun() { return Boolean(this.secret && !this.store.get("start")); }

  /** Begin a chat; what is sent again after a break begins the same one. */
  async begin(body, files = []) {
    this.secret = newSecret();
    this.store.put("secret", this.secret);
    this.store.put("start", { ...body, client_id: newName() });
    return this.goOnBeginning(files);
  }

  async goOnBeginning(files = []) {
    const body = this.store.get("start");
    if (!body) return null;
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#try("start", { ...body, secret: this.secret }, files);
      if (answer?.status === 200) {
        this.store.drop("start");
        this.begun = answer.told;
        this.store.put("begun", { key: answer.told.key, track: answer.told.track, promise: answer.told.promise });
        this.#take(answer.told);
        return answer;
      }
      if (answer && (FINAL.has(answer.status) || answer.status === 429)) {
        this.forget();
        return answer;
      }
      await this.backOff(tries);
    }
  }

  /** Put a message in the outbox, whatever the connection is like. */
  send(text, files = []) {
    // Two of one moment keep their order, also when they are read again after a reload.
    const message = { id: newName(), text, at: Math.max(Date.now(), (this.outbox.at(-1)?.at ?? 0) + 1), files: files.map((each) => each.name || "screenshot.png") };
    if (files.length) this.shelf.put(message.id, files);
    this.store.put(this.#key(message), message);
    this.outbox.push(message);
    this.changed("outbox");
    return this.flush();
  }

  #key(message) { return `out:${String(message.at).padStart(15, "0")}:${message.id}`; }

  /** Send what waits, one after the other, until nothing waits. */
  async flush() {
    if (this.isFlushing) return;
    this.isFlushing = true;
    for (let tries = 0; ;) {
      const next = this.outbox.find((each) => !each.refused && !each.isTaken);
      if (!next || !this.secret) break;
      const files = next.files?.length ? await this.shelf.get(next.id) : [];
      if (files.length < (next.files?.length ?? 0)) {
        this.#loseFiles(next);
        continue;
      }
      const answer = await this.#try("write", { secret: this.secret, client_id: next.id, text: next.text }, files);
      if (answer?.status === 200) {
        tries = 0;
        next.isTaken = true;
        this.#letGo(next);
        await this.fetch();
      } else if (answer && FINAL.has(answer.status)) {
        next.refused = answer.told?.error ?? "refused";
        this.#letGo(next);
        this.changed("outbox");
      } else {
        await this.backOff(tries);
        tries += 1;
      }
    }
    this.isFlushing = false;
  }

  #letGo(message) {
    this.store.drop(this.#key(message));
    if (message.files?.length) this.shelf.drop(message.id);
  }

  /** Another page has sent it, or the browser did not keep the files: then its writer is told. */
  #loseFiles(message) {
    if (this.store.get(this.#key(message))) message.refused = "files_lost";
    else this.outbox = this.outbox.filter((each) => each !== message);
    this.#letGo(message);
    this.changed("outbox");
  }

  /** Ask what is new; questions that come meanwhile are one more question. */
  fetch() {
    if (this.fetching) {
      this.isAskedAgain = true;
      return this.fetching;
    }
    this.fetching = this.#fetch().finally(() => { this.fetching = null; });
    return this.fetching;
  }

  async #fetch() {
    do {
      this.isAskedAgain = false;
      const answer = await this.#try("log", { secret: this.secret, after: this.seq, read: this.read });
      if (answer?.status === 200) this.#take(answer.told);
      if (answer?.status === 404 || answer?.status === 401) this.isGone = true;
      if (answer?.status === 200 && answer.told.more) this.isAskedAgain = true;
    } while (this.isAskedAgain);
  }

  /** Every line once, in the server's order, and none before the one in front of it. */
  #take(told) {
    const fresh = [];
    for (const line of told.lines) {
      if (line.seq !== this.seq + 1) continue;
      this.seq = line.seq;
      this.lines.push(line);
      fresh.push(line);
      if (line.id) {
        const sent = this.outbox.find((each) => each.id === line.id);
        if (sent) this.#letGo(sent);
        this.outbox = this.outbox.filter((each) => each.id !== line.id);
      }
    }
    this.told = told;
    this.changed("log", fresh);
  }

  /** All up to the last line has been read; said with the next question. */
  noteRead() {
    if (this.read >= this.seq) return;
    this.read = this.seq;
    this.store.put("read", this.read);
    this.fetch();
  }

  async call(name, body = {}) {
    return this.#try(name, { secret: this.secret, ...body });
  }

  /** Forget the chat on this device. */
  forget() {
    for (const name of this.store.names()) this.store.drop(name);
    this.shelf.clear();
    Object.assign(this, { secret: null, seq: 0, read: 0, lines: [], outbox: [], told: null, begun: null, isGone: false });
  }

  async #try(name, body, files) {
    try {
      const answer = await this.ask(name, body, files);
      this.#be(answer.status >= 500);
      return answer.status >= 500 ? null : answer;
    } catch {
      this.#be(true);
      return null;
    }
  }

  #be(isOffline) {
    if (isOffline === this.isOffline) return;
    this.isOffline = isOffline;
    this.changed("connection");
  }

  /** A pause that grows with the tries. */
  backOff(tries) {
    return this.wait(Math.min(SLOWEST, 400 * 2 ** tries) * (0.7 + Math.random() * 0.6));
  }
}

/** Bring calls to a desk by plain HTTP, so that no browser asks first whether it may. */
export function asker(base, brand, language) {
  return async (name, body, files) => {
    const sent = { ...body, language };
    let payload = JSON.stringify(sent);
    if (files?.length) {
      payload = new FormData();
      for (const [key, value] of Object.entries(sent)) payload.append(key, typeof value === "string" ? value : JSON.stringify(value));
      for (const file of files) payload.append("files", file, file.name || "screenshot.png");
    }
    const answer = await fetch(`${base}/chat/${brand}/${name}`, { method: "POST", body: payload, credentials: "omit" });
    const told = await answer.json().catch(() => ({}));
    return { status: answer.status, told };
  };
}
