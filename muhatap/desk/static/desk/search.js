// What fits shows while someone types; the box keeps the focus, and the page works without all this.
import { announce } from "../ui/announce.js";

const form = document.querySelector("[data-search]");
const box = form?.querySelector("[type=search]");
const found = document.querySelector("[data-found]");
const PAUSE = 150;
const SAID_AFTER = 600;

let timer = 0;
let saying = 0;
let asking = null;
let shown = box?.value.trim();

async function ask() {
  const query = box.value.trim();
  if (query === shown) return;
  asking?.abort();
  asking = new AbortController();
  const address = `${form.action}?${new URLSearchParams({ q: box.value.trimStart() })}`;
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown = query;
    found.replaceChildren(...page.body.childNodes);
    history.replaceState(null, "", query ? address : form.action);
    say();
  } catch {
    // Another letter came first, or the line is down: the button still searches.
  }
}

/** The count is said once the typing rests, so that it does not talk into it. */
function say() {
  clearTimeout(saying);
  saying = setTimeout(() => {
    const words = found.querySelector("[data-said]")?.textContent.replace(/\s+/g, " ").trim();
    if (words) announce(words);
  }, SAID_AFTER);
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const places = [box, ...found.querySelectorAll("[data-key-item]")];
  const here = places.indexOf(document.activeElement);
  if (here < 0 || places.length < 2) return;
  event.preventDefault();
  places[Math.max(0, Math.min(places.length - 1, here + step))].focus();
}

box?.addEventListener("input", (event) => {
  clearTimeout(timer);
  if (!event.isComposing) timer = setTimeout(ask, PAUSE);
});
box?.addEventListener("compositionend", () => { timer = setTimeout(ask, PAUSE); });
form?.addEventListener("submit", () => { clearTimeout(timer); asking?.abort(); });
form?.addEventListener("keydown", move);
found?.addEventListener("keydown", move);
