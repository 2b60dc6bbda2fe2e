import { announce } from "./announce.js";

const root = document.documentElement;
const words = JSON.parse(root.dataset.words || "{}");
const rendered = Date.parse(root.dataset.now || "") || Date.now();
const opened = performance.now();
const TICK = 15_000;
const SVG = "http://www.w3.org/2000/svg";

/** Server time: the page carries the server's now, only the time passed since is added. */
export const now = () => rendered + (performance.now() - opened);

export function sayTime(ms) {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const part = (unit, n) => (n ? words[unit].replace("{n}", n) : "");
  const parts = days >= 2 ? [part("d", days)] : days ? [part("d", days), part("h", hours)] : [part("h", hours), part("min", rest)];
  const time = parts.filter(Boolean).join(" ") || words.now;
  return ms < 0 ? words.late.replace("{t}", time) : time;
}

function lateRing(svg) {
  const disc = document.createElementNS(SVG, "circle");
  for (const [key, value] of Object.entries({ class: "ring-fill", cx: 8, cy: 8, r: 7.2 })) disc.setAttribute(key, value);
  const mark = document.createElementNS(SVG, "path");
  mark.setAttribute("class", "ring-cut");
  mark.setAttribute("d", "M8 4.4v4.2M8 11.3v.2");
  svg.replaceChildren(disc, mark);
}

class PromiseClock extends HTMLElement {
  connectedCallback() {
    this.tick();
    this.timer = setInterval(() => this.tick(), TICK);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    const el = this.querySelector("[data-state]") ?? this.closest("[data-state]");
    const due = Date.parse(this.getAttribute("due"));
    if (!el || !due || !words.states || !(el.dataset.state in words.states)) return;
    const left = due - now();
    const state = this.stateAt(left, el.dataset.state);
    const time = this.querySelector("time");
    if (time && (this.getAttribute("count") !== "server" || left < 0)) time.textContent = sayTime(left);
    this.drawShare(due, left);
    if (state !== el.dataset.state) this.change(el, state, time?.textContent ?? "");
  }

  stateAt(left, served) {
    if (left < 0) return "late";
    const soon = Date.parse(this.getAttribute("soon"));
    if (!soon) return served;
    return now() >= soon ? "soon" : "calm";
  }

  drawShare(due, left) {
    const start = Date.parse(this.getAttribute("start"));
    if (!start) return;
    const share = Math.max(0, Math.min(1, left / (due - start)));
    const left100 = Math.floor(share * 100);
    this.querySelector(".ring-arc")?.setAttribute("stroke-dasharray", `${left100} 100`);
    const track = this.closest(".track");
    track?.querySelector(".tb-fill")?.setAttribute("width", `${100 - left100}%`);
    track?.querySelector(".tb-now")?.setAttribute("cx", `${100 - left100}%`);
  }

  change(el, state, time) {
    el.dataset.state = state;
    const track = this.closest(".track");
    if (track) track.dataset.state = state;
    const hidden = this.querySelector(".vh");
    if (hidden) hidden.textContent = `${words.states[state]} `;
    const ring = this.querySelector(".ring");
    if (state === "late" && ring) lateRing(ring);
    const strip = this.closest(".promises");
    if (strip) announce([this.querySelector(".promise-name")?.textContent, words.states[state], time].filter(Boolean).join(" "));
  }
}

customElements.define("promise-clock", PromiseClock);
