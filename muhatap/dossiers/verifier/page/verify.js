// The same checks in the same order and words as verify.py, in a browser and without network.
const [FORMAT, HEADS] = ["muhatap-dossier/1", "muhatap-heads/2"];
const GENESIS = "0".repeat(64);
const ERASURES = new Set(["message.content_erased", "evidence.destroyed", "privacy.case_erased", "privacy.person_erased"]);
const REDACTIONS = "redactions.jsonl";
const EVENT_KEYS = new Set("seq prev hash kind id at schema content digests actor fields withheld".split(" "));
const [MANIFEST, SIGNATURE, KEY] = ["manifest.json", "manifest.sig", "public-key.pem"];

class Altered extends Error {
  constructor(why, name = "") {
    super(why);
    this.field = name;
  }
}

class Verifier {
  constructor(source, pem) {
    Object.assign(this, { source, pem, faults: [], redacted: [], withheld: [], absent: [], emptied: [] });
    Object.assign(this, { ids: new Map(), removed: [], copied: new Set() });
    Object.assign(this, { lawful: new Set(), messages: new Map(), subject: undefined, keys: new Map() });
  }

  async run() {
    this.bytes = await this.source.bytes(MANIFEST);
    await this.checkSignature();
    for (const check of [this.checkFiles, this.checkChain, this.checkRoot, this.checkMessages, this.checkCase]) {
      try {
        this.manifest ??= JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(this.bytes));
        await check.call(this);
      } catch (error) {
        // What cannot be read was named before, unless somebody signed what is no dossier.
        if (!this.faults.length) throw error;
      }
    }
  }

  async checkSignature() {
    let signature = new Uint8Array();
    try {
      this.keys = await keysOf(this.pem || (await this.source.text(KEY)));
      signature = await this.source.bytes(SIGNATURE);
    } catch {
      this.keys = new Map();
    }
    for (const [name, key] of this.keys) if (!this.fingerprint && (await isSigned(key, this.bytes, signature))) this.fingerprint = name;
    if (!this.fingerprint) this.fault(this.pem ? "foreign_key" : "signature");
  }

  async checkFiles() {
    if (this.manifest.format !== FORMAT) throw new Unreadable(`${MANIFEST}: ${this.manifest.format}`);
    this.sealed = new Map(this.manifest.files.map((entry) => [entry.path, entry]));
    const there = new Set([...this.source.entries.keys()].filter((name) => ![MANIFEST, SIGNATURE].includes(name)));
    for (const name of [...this.sealed.keys()].sort()) if (!there.has(name)) this.fault("file_missing", { name });
    for (const name of [...there].sort()) if (!this.sealed.has(name)) this.fault("file_added", { name });
    for (const name of [...there].sort()) if (this.sealed.has(name) && !(await this.isAsSealed(name))) this.fault("file_changed", { name });
  }

  async isAsSealed(name) {
    const { size, sha256: sealed } = this.sealed.get(name);
    try {
      return this.source.size(name) === size && (await sha256(await this.source.bytes(name))) === sealed;
    } catch {
      return false;
    }
  }

  async checkChain() {
    const { stream, head_log: log } = this.manifest;
    const heads = new Map([log, stream].filter(Boolean).map((each) => [each.length, each.head]));
    let [head, seq] = [GENESIS, 0];
    try {
      for (const line of await this.lines("events.jsonl")) {
        seq += 1;
        const event = JSON.parse(line);
        await this.checkEvent(event, seq, head);
        head = event.hash;
        if ((heads.get(seq) ?? head) !== head) throw new Altered("event_head");
      }
    } catch (error) {
      const [why, name] = error instanceof Altered ? [error.message, error.field] : ["event_broken", ""];
      return this.altered(seq, why, name);
    }
    if (seq !== stream.length) return this.altered(Math.min(seq, stream.length) + 1, "event_cut");
    const logged = await this.redactionLog();
    const lawful = new Set();
    for (const [place, event, name, mark] of this.emptied) {
      if (this.lawful.has(event) || logged.get(`${event} ${name}`) === mark) lawful.add(place);
      else this.altered(place, "event_removed", name);
    }
    for (const row of this.removed) lawful.add(row.seq);
    this.redacted = [...lawful].sort((one, two) => one - two);
  }

  async redactionLog() {
    const logged = new Map();
    if (!this.source.entries.has(REDACTIONS)) return logged;
    const emptied = new Map(this.emptied.map(([place, event, name, mark]) => [`${event} ${name}`, `${place} ${mark}`]));
    let number = 0;
    for (const line of await this.lines(REDACTIONS)) {
      number += 1;
      const row = JSON.parse(line);
      const isOriginal = ["original", "file"].includes(row.field) && this.ids.get(row.seq) === row.event;
      const fits = isOriginal || emptied.get(`${row.event} ${row.field}`) === `${row.seq} ${row.digest}`;
      if (this.manifest.audience !== "body" || !fits) this.fault("redaction_log", { number });
      else {
        if (row.field === "file") this.copied.add(row.digest);
        logged.set(`${row.event} ${row.field}`, row.digest);
        this.removed.push(row);
      }
    }
    return logged;
  }

  async checkEvent(event, seq, head) {
    if (event.seq !== seq || event.prev !== head) throw new Altered("event_place");
    if (Object.keys(event).some((name) => !EVENT_KEYS.has(name))) throw new Altered("event_broken");
    this.ids.set(seq, event.id);
    const withheld = event.withheld ?? [];
    if (withheld === true || withheld.length) {
      this.withheld.push(seq);
      if (this.manifest.audience !== "customer") throw new Altered("event_broken");
    }
    if (withheld === true) return;
    const { actor, at, content: text, digests: marks, id, kind, prev, schema } = event;
    const { stream } = this.manifest;
    const hashed = { actor, at, content: text, digests: marks, id, kind, prev, schema, seq, stream: [stream.kind, stream.id] };
    if ((await sha256(dumps(hashed))) !== event.hash) throw new Altered("event_hash");
    const [digests, content, fields] = [marks ? JSON.parse(marks) : {}, parsed(text), event.fields ?? {}];
    for (const name of [...new Set([...Object.keys(digests), ...Object.keys(fields)])].sort()) {
      const part = fields[name];
      if (part && (await sha256(`${part.salt}\n${dumps(part.value)}`)) !== digests[name]) throw new Altered("event_field", name);
      if (!part && !withheld.includes(name)) this.emptied.push([seq, id, name, digests[name]]);
    }
    if (ERASURES.has(kind)) for (const erased of content.events) this.lawful.add(String(erased));
    const isPosted = ["message.posted", "message.imported"].includes(kind) && !withheld.length;
    if (isPosted) this.messages.set(String(content.message), [seq, fields.content_digest?.value, dumps([content.author, content.channel, content.template ?? "", content.written_at ?? at])]);
    if (fields.subject) this.subject = fields.subject.value;
  }

  async checkRoot() {
    const { stream, head_log: log } = this.manifest;
    if (!log || !("root" in log)) return;
    const entry = encoded(dumps([stream.kind, stream.id, log.length, log.head]));
    const { index, size, path } = log.inclusion;
    if (!(await isIncluded(entry, index, size, path.map(unhex), unhex(log.root)))) this.fault("not_under_root", { number: log.number });
    const key = this.keys.get(log.fingerprint);
    const message = encoded(`${HEADS} ${log.digest} ${log.root}`);
    if (key && !(await isSigned(key, message, unhex(log.signature)))) this.fault("root_signature", { number: log.number });
  }

  async checkMessages() {
    const unseen = new Map(this.messages);
    for (const line of await this.lines("messages.jsonl")) {
      const told = JSON.parse(line);
      if (!unseen.has(told.message)) throw new Unreadable(told.message);
      const [seq, wanted, posted] = unseen.get(told.message);
      unseen.delete(told.message);
      const written = [told.text, told.html, told.quoted, told.files.map((file) => file.sha256)];
      const isEmpty = written.every((part) => !part.length);
      const isOther = dumps([told.author, told.channel, told.template, told.at]) !== posted;
      if (isOther || (wanted ? (await sha256(dumps(written))) !== wanted : !isEmpty)) this.altered(seq, "event_message");
      await this.checkCopies(told);
    }
    for (const [seq] of unseen.values()) this.altered(seq, "event_no_message");
  }

  async checkCopies(told) {
    const copies = told.path ? [[told.path, await sha256(told.text)]] : [];
    for (const file of told.files) {
      if (file.path) copies.push([file.path, file.sha256]);
      else if (file.copy) {
        copies.push([file.copy.path, file.copy.sha256]);
        if (!this.copied.has(file.sha256)) this.fault("file_other", { name: file.copy.path });
      }
      else this.absent.push(file.name);
    }
    for (const [name, wanted] of copies) if (this.sealed.get(name)?.sha256 !== wanted) this.fault("file_other", { name });
  }

  async checkCase() {
    const told = JSON.parse(await this.source.text("case.json"));
    if (told.number !== this.manifest.number || told.subject !== (this.subject || told.subject)) this.fault("case");
  }

  async lines(name) {
    return (await this.source.text(name)).split("\n").filter(Boolean);
  }

  fault(code, words = {}) {
    const isKnown = this.faults.some(([known, said]) => known === code && dumps(said) === dumps(words));
    if (!isKnown) this.faults.push([code, words]);
  }

  altered(seq, why, name = "") {
    this.fault("at_event", { seq, why, name });
  }
}
