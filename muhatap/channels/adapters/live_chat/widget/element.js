// `<muhatap-chat>`: the button in the corner and what opens from it.
import { asker, ChatClient, Shelf, Store } from "./client.js";
import { beforeChat, standing } from "./before.js";
import { el, fill, icon, isDark } from "./build.js";
import { Line } from "./line.js";
import { LOOK } from "./look.js";
import { Talk } from "./talk.js";

const script = document.currentScript;
const place = new URL(script?.src ?? location.href);
const BRAND = script?.dataset.brand ?? place.pathname.split("/").at(-2);
// A desk that just starts again is asked so often before a page goes without its chat.
const PATIENCE = 8;

class MuhatapChat extends HTMLElement {
  connectedCallback() {
    if (this.client) return;
    this.base = place.origin;
    const given = this.getAttribute("lang") || script?.dataset.language || document.documentElement.lang || navigator.language;
    this.language = given.slice(0, 2).toLowerCase();
    const root = this.attachShadow({ mode: "open" });
    const look = new CSSStyleSheet();
    look.replaceSync(LOOK);
    root.adoptedStyleSheets = [look];
    if (script?.dataset.side === "start") this.setAttribute("side", "start");
    let storage = null;
    try { storage = globalThis.localStorage; } catch { /* Closed to this page. */ }
    const kept = `muhatap:${this.base}:${BRAND}:`;
    const store = new Store(kept, storage);
    this.ask = asker(this.base, BRAND, this.language);
    this.client = new ChatClient({ ask: this.ask, store, shelf: new Shelf(kept), changed: (what, fresh) => this.changed(what, fresh) });
    this.line = new Line(this.base, async () => { await this.client.fetch(); return this.client.isGone ? "" : this.client.told?.grant; });
    this.unread = 0;
    addEventListener("online", () => { this.line.hurry(); this.client.flush(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && this.client.isBegun) { this.line.hurry(); this.client.fetch(); } });
    document.addEventListener("focusin", (event) => this.makeRoom(event));
    addEventListener("pagehide", () => { if (this.client.isBegun) navigator.sendBeacon?.(`${this.base}/chat/${BRAND}/leave`, JSON.stringify({ secret: this.client.secret })); });
    this.prepare();
  }

  async prepare() {
    this.hidden = true;
    let answer = null;
    for (let tries = 0; tries < PATIENCE && !answer; tries += 1) {
      if (tries) await this.client.backOff(tries);
      answer = await this.client.call("setup", { secret: undefined });
    }
    if (answer?.status !== 200) return;
    this.setup = answer.told;
    this.words = this.setup.words;
    this.dir = this.setup.dir;
    this.lang = this.setup.language;
    if (isDark(this.setup.colour) && !getComputedStyle(this).getPropertyValue("--muhatap-colour")) this.style.setProperty("--muhatap-colour", this.setup.colour);
    this.build();
    this.hidden = false;
    for (const button of document.querySelectorAll("[data-chat-help]")) {
      button.hidden = false;
      button.addEventListener("click", () => { this.form = button.closest("form"); this.open(); });
    }
    if (this.client.store.get("start")) await this.client.goOnBeginning();
    if (this.client.isBegun) {
      this.goOn();
      if (this.client.store.get("open")) this.open(false);
    }
  }

  build() {
    const { words } = this;
    this.count = el("span", { class: "count", hidden: true });
    this.launcher = el("button", { class: "launch p", type: "button", "aria-expanded": "false", "aria-haspopup": "dialog", onclick: () => this.open() }, icon("chat"), el("span", {}, words.launch), this.count);
    this.heading = el("h2", { id: "t", tabindex: "-1" });
    this.under = el("p");
    this.more = el("button", { type: "button", class: "q", "aria-label": words.menu, "aria-expanded": "false", hidden: true, onclick: () => this.toggle() }, icon("more"));
    const close = el("button", { type: "button", class: "q", "aria-label": words.close, onclick: () => this.close() }, icon("minus"));
    this.main = el("div", { hidden: true });
    this.panel = el("section", { class: "panel", role: "dialog", "aria-labelledby": "t", hidden: true, onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); this.close(); } } }, el("header", { role: "none" }, el("div", {}, this.heading, this.under), this.more, close));
    this.news = el("p", { class: "v", role: "status" });
    this.shadowRoot.replaceChildren(this.panel, this.launcher, this.news);
    this.showBefore();
  }

  fillPanel(...parts) {
    while (this.panel.children.length > 1) this.panel.lastChild.remove();
    this.panel.append(...parts);
  }

  showBefore() {
    const [title, under] = standing(this.setup);
    this.heading.textContent = title;
    this.under.textContent = under ?? "";
    this.more.hidden = true;
    this.talk = null;
    this.fillPanel(beforeChat({ setup: this.setup, base: this.base, form: this.form, begin: (body) => this.begin(body) }));
  }

  async begin(body) {
    const answer = await this.client.begin(body);
    if (answer.status === 200) {
      this.goOn();
      this.talk.box.focus();
      return null;
    }
    return answer.told.troubles ?? { text: this.words.again };
  }

  goOn() {
    this.talk = new Talk({ client: this.client, setup: this.setup, base: this.base, again: () => { this.line.close(); this.client.forget(); this.showBefore(); this.heading.focus(); } });
    this.more.hidden = false;
    this.fillPanel(...this.talk.parts);
    this.talk.show(this.client.lines);
    this.changed("log");
    if (this.isOpen) this.client.store.put("open", true);
    this.line.open();
    this.client.flush();
  }

  changed(what, fresh = []) {
    if (!this.talk) return;
    if (this.client.isGone) { this.line.close(); this.client.forget(); this.showBefore(); return; }
    this.talk.show(fresh);
    const told = this.client.told;
    this.heading.textContent = told?.staff || this.setup.brand;
    this.under.textContent = told?.staff ? this.setup.brand : told?.state === "bot" ? this.words.bot : "";
    const theirs = fresh.filter((line) => line.from !== "me" && line.text);
    if (this.isOpen && !document.hidden) {
      this.client.noteRead();
    } else if (theirs.length) {
      this.unread += theirs.filter((line) => line.seq > this.client.read).length;
      const last = theirs.at(-1);
      this.news.textContent = fill(this.words.new_one, { name: last.name || this.setup.brand, text: last.text.slice(0, 120) });
    }
    this.count.textContent = String(this.unread);
    this.count.hidden = !this.unread;
    if (this.unread) this.launcher.setAttribute("aria-label", `${this.words.launch}, ${this.words.new}: ${this.unread}`);
    else this.launcher.removeAttribute("aria-label");
  }

  get isOpen() { return !this.panel.hidden; }

  open(takesFocus = true) {
    if (!this.talk && this.form) this.showBefore();
    this.panel.hidden = false;
    this.launcher.hidden = true;
    this.launcher.setAttribute("aria-expanded", "true");
    this.setAttribute("open", "");
    this.unread = 0;
    if (this.talk) {
      this.client.store.put("open", true);
      this.talk.show();
      this.talk.pane.scrollTop = this.talk.pane.scrollHeight;
      this.client.noteRead();
    }
    if (takesFocus) (this.talk ? this.talk.box : this.heading).focus();
  }

  close(takesFocus = true) {
    this.panel.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute("aria-expanded", "false");
    this.removeAttribute("open");
    this.client.store.drop("open");
    if (takesFocus) this.launcher.focus();
  }

  toggle() {
    const { menu } = this.talk;
    menu.hidden = !menu.hidden;
    this.more.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("a, button")?.focus();
  }

  /** What has the focus on the page is never under us (WCAG 2.4.11): it scrolls, else we give way. */
  makeRoom(event) {
    const target = event.target;
    this.removeAttribute("aside");
    if (!(target instanceof Element) || target === this || this.hidden || !this.panel) return;
    if (!this.covers(target)) return;
    target.scrollIntoView({ block: "center" });
    if (!this.covers(target)) return;
    this.setAttribute("aside", "");
    if (this.covers(target) && this.isOpen) this.close(false);
  }

  covers(target) {
    const one = this.getBoundingClientRect();
    const other = target.getBoundingClientRect();
    return other.width > 0 && one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  }
}

function appear() {
  if (!customElements.get("muhatap-chat")) customElements.define("muhatap-chat", MuhatapChat);
  if (!document.querySelector("muhatap-chat")) document.body.append(document.createElement("muhatap-chat"));
}

if (document.body) appear();
else addEventListener("DOMContentLoaded", appear);
