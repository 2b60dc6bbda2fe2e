// Says that this page has a case open, and whether somebody writes on it; shows who else is there.
const BEAT = 30_000;
const STILL = 6_000;
const place = document.querySelector("[data-presence]");
const composer = document.querySelector("[data-composer]");
let doing = "looking";
let rest = 0;

function body(said) {
  return new URLSearchParams({ doing: said, csrfmiddlewaretoken: place.dataset.token });
}

async function say() {
  if (document.visibilityState === "hidden") return;
  await show({ method: "POST", body: body(doing) });
}

async function show(how = {}) {
  try {
    const answer = await fetch(place.dataset.presence, { ...how, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const next = await answer.text();
    // What somebody reads or is about to press stays under the cursor until it really changes.
    if (next.trim() !== place.dataset.last) {
      place.dataset.last = next.trim();
      exchange(next);
    }
  } catch {
    // Offline: the next beat says it again.
  }
}

function exchange(next) {
  const pane = document.querySelector(".timeline");
  const atEnd = pane && pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
  place.innerHTML = next;
  // Who stood at the end of the conversation still does when the pane is lower.
  if (atEnd) pane.scrollTop = pane.scrollHeight;
}

function become(next) {
  if (next === doing) return;
  doing = next;
  say();
}

function writes(event) {
  if (!event.target.matches("textarea")) return;
  become(event.target.value.trim() ? (event.target.id === "note" ? "note" : "reply") : "looking");
  clearTimeout(rest);
  rest = setTimeout(() => become("looking"), STILL * 5);
}

function go() {
  navigator.sendBeacon?.(place.dataset.presence, body("gone"));
}

if (place) {
  say();
  setInterval(say, BEAT);
  composer?.addEventListener("input", writes);
  composer?.addEventListener("submit", () => clearTimeout(rest));
  addEventListener("pagehide", go);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") say(); });
  document.addEventListener("live:told", () => show());
}
