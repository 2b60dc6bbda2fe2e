// The conversation: what was said, what is on its way, and the box to write in.
import { el, fill, icon, minutes } from "./build.js";
import { holdsSecret } from "./marks.js";
import { rating } from "./rating.js";

const TYPING_EVERY = 4_000;

/** Addresses of the web within a text can be followed; what is no address stays text. */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"”]+[^\s<>"”.,;:!?)])/).map((part, place) => (place % 2 ? el("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
}

export class Talk {
  constructor({ client, setup, base, again }) {
    Object.assign(this, { client, setup, base, again, chosen: [], typedAt: 0 });
    const { words } = setup;
    this.words = words;
    this.time = new Intl.DateTimeFormat(setup.language, { hour: "2-digit", minute: "2-digit" });
    this.lines = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": words.log });
    this.waiting = el("ol", { class: "log", "aria-label": words.sending });
    this.status = el("p", { class: "s", role: "status" });
    this.after = el("div", { class: "log" });
    this.pane = el("div", { class: "body", tabindex: "0", role: "region", "aria-label": words.log }, this.#head(), this.lines, this.waiting, this.after, this.status);
    this.box = el("textarea", { rows: 1, placeholder: words.placeholder, "aria-label": words.message, maxlength: String(setup.longest), onkeydown: (event) => this.#key(event), oninput: () => this.#typed(), onpaste: (event) => this.#pasted(event) });
    this.hint = el("p", { class: "w s", role: "status" });
    this.picker = el("input", { type: "file", multiple: true, hidden: true, onchange: () => { this.#choose([...this.picker.files]); this.picker.value = ""; } });
    this.foot = el(
      "form",
      { class: "foot", onsubmit: (event) => this.#submit(event) },
      this.hint,
      this.box,
      this.picker,
      setup.attachments && el("button", { type: "button", "aria-label": words.attach, onclick: () => this.picker.click() }, icon("clip")),
      el("button", { class: "p flip", "aria-label": words.send }, icon("send")),
    );
    this.menu = this.#menu();
    this.menu.hidden = true;
  }

  get parts() { return [this.menu, this.pane, this.foot]; }

  #head() {
    const { words } = this;
    this.number = el("b", { class: "num" });
    this.key = el("span", { class: "num" });
    const held = this.client.store.get("begun");
    this.promised = el("p", { class: "s" }, held?.promise ? fill(words.promise, { promise: held.promise.name, time: held.promise.time }) : "");
    return el("div", {}, el("p", {}, `${words.number}: `, this.number), this.promised);
  }

  #menu() {
    const { words, client, base } = this;
    const held = client.store.get("begun") ?? {};
    const said = el("p", { class: "s", role: "status" });
    const mail = async () => {
      const answer = await client.call("transcript");
      said.textContent = answer?.status === 200 ? words.mailed : words.again;
    };
    return el(
      "div",
      { class: "menu", id: "menu" },
      held.track && el("a", { class: "b q", href: base + held.track, target: "_blank", rel: "noopener" }, words.track),
      held.key && el("p", { class: "s" }, `${words.key}: `, el("span", { class: "num" }, held.key)),
      el("button", { type: "button", class: "q", onclick: mail }, words.transcript),
      el("button", { type: "button", class: "q", onclick: () => this.#download() }, words.download),
      el("button", { type: "button", class: "q", onclick: () => this.#end() }, words.end),
      said,
    );
  }

  /** What is new; the log tells it to screen readers because it is added, and nothing else is. */
  show(fresh = []) {
    const { client, words } = this;
    const atEnd = this.pane.scrollHeight - this.pane.scrollTop - this.pane.clientHeight < 60;
    for (const line of fresh) this.lines.append(this.#line(line));
    this.waiting.replaceChildren(...client.outbox.map((each) => this.#onItsWay(each)));
    this.waiting.hidden = !client.outbox.length;
    const told = client.told;
    if (told) {
      this.number.textContent = told.number;
      this.#mark(told.read);
      this.#stand(told);
    }
    if (client.isOffline) this.#say(words.offline_now);
    if (atEnd || fresh.some((line) => line.from === "me")) this.pane.scrollTop = this.pane.scrollHeight;
  }

  #stand(told) {
    const { words } = this;
    if (told.state === "waiting" && told.place) {
      const wait = told.wait ? minutes(words, told.wait) : "";
      this.#say(told.place === 1 && !wait ? words.next : fill(wait ? words.queue_wait : words.queue, { place: told.place, wait }));
    } else if (told.writing) {
      this.#say(fill(words.writes, { name: told.writing }), true);
    } else {
      this.#say("");
    }
    const stage = told.state + (told.state === "bot") + this.client.lines.length * (told.state === "bot");
    if (this.stage === stage) return;
    this.stage = stage;
    const last = this.client.lines.at(-1);
    this.after.replaceChildren();
    if (told.state === "bot") {
      const choices = (last?.choices ?? []).map((each) => el("button", { type: "button", onclick: () => this.client.send(each) }, each));
      this.after.append(el("div", { class: "chips" }, choices, el("button", { type: "button", onclick: () => this.client.call("person").then(() => this.client.fetch()) }, words.person)));
    }
    // What was written out of hours has a number and no talk to rate.
    const hasEnded = this.client.lines.some((line) => line.kind === "ended");
    if (told.state === "ended") this.after.append(told.asks === false || !hasEnded ? el("button", { type: "button", onclick: this.again }, words.another) : rating(this));
  }

  #say(text, isTyping = false) {
    if (this.said === text) return;
    this.said = text;
    this.status.replaceChildren(text, isTyping ? el("span", { class: "t", "aria-hidden": "true" }, el("i"), el("i"), el("i")) : "");
  }

  #line(line) {
    const { words } = this;
    const when = this.time.format(new Date(line.at));
    if (line.from === "system") return el("div", { class: "m", "data-from": "system" }, this.#event(line));
    const who = { me: words.me, them: line.name, bot: words.bot, letter: words.letter }[line.from];
    const files = (line.files ?? []).map((each) => el("p", {}, el("a", { href: this.base + each.url, target: "_blank", rel: "noopener" }, each.name)));
    const text = el("p", {}, linked(line.text ?? ""));
    const body = line.from === "letter" ? el("details", {}, el("summary", {}, words.letter), text) : text;
    return el("div", { class: "m", "data-from": line.from, "data-seq": String(line.seq) }, el("span", { class: line.from === "bot" ? "s" : "v" }, `${who}: `), body, files, el("small", {}, when, el("span", { class: "r" })));
  }

  #event(line) {
    const { words } = this;
    const name = line.params?.name ?? "";
    if (line.kind === "joined") return fill(words.joined, { name });
    if (line.kind === "passed") return name ? fill(words.passed_to, { name }) : words.passed;
    return words.ended;
  }

  #onItsWay(message) {
    const { words, client } = this;
    const why = () => fill(words[`not_${message.refused}`] ?? words.again, { size: this.setup.megabytes });
    const state = message.refused ? fill(words.refused, { why: why() }) : client.isOffline ? words.failed : words.sending;
    const files = (message.files ?? []).map((each) => el("p", {}, each));
    return el("li", { class: "m", "data-from": "me" }, el("span", { class: "v" }, `${words.me}: `), message.text && el("p", {}, message.text), files, el("small", {}, state));
  }

  #mark(read) {
    if (this.markedTo === `${read}:${this.client.seq}`) return;
    this.markedTo = `${read}:${this.client.seq}`;
    const mine = [...this.lines.querySelectorAll('[data-from="me"]')].filter((each) => Number(each.dataset.seq) <= read);
    for (const each of this.lines.querySelectorAll(".r")) each.textContent = "";
    const last = mine.at(-1)?.querySelector(".r");
    if (last) last.textContent = ` · ${this.words.read}`;
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.foot.requestSubmit();
  }

  #typed() {
    this.box.rows = Math.min(5, this.box.value.split("\n").length);
    this.#hint(holdsSecret(this.box.value) ? this.words.masked : "");
    if (!this.box.value || Date.now() - this.typedAt < TYPING_EVERY) return;
    this.typedAt = Date.now();
    this.client.call("typing");
  }

  #hint(text) {
    const files = this.chosen.map((each) => each.name).join(", ");
    this.hint.textContent = [text, files].filter(Boolean).join(" · ");
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.#choose(files);
  }

  #choose(files) {
    const small = files.filter((each) => each.size <= this.setup.megabytes * 1024 * 1024);
    this.chosen = [...this.chosen, ...small].slice(0, 5);
    this.#hint(small.length < files.length ? fill(this.words.too_large, { size: this.setup.megabytes }) : "");
    this.box.focus();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text && !this.chosen.length) return;
    this.client.send(text, this.chosen);
    this.chosen = [];
    this.box.value = "";
    this.box.rows = 1;
    this.#hint("");
    this.box.focus();
  }

  async #end() {
    this.menu.hidden = true;
    await this.client.call("end");
    await this.client.fetch();
    this.after.querySelector("input, button")?.focus();
  }

  #download() {
    const { words, client } = this;
    const said = client.lines.filter((line) => line.text).map((line) => `[${new Date(line.at).toLocaleString(this.setup.language)}] ${{ me: words.me, them: line.name, bot: words.bot }[line.from] ?? words.letter}:\n${line.text}`);
    const url = URL.createObjectURL(new Blob([said.join("\n\n")], { type: "text/plain" }));
    el("a", { href: url, download: `${client.told?.number ?? "chat"}.txt` }).click();
    URL.revokeObjectURL(url);
  }
}
