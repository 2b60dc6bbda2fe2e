// The live side of a case: shown when the page is looked at, and again whenever something of the chat is new.
const strip = document.querySelector("[data-chat]");
const GATHER = 150;
let timer = 0;

/** What somebody types or is about to press stays where it is. */
function isBusy() {
  const focused = strip.contains(document.activeElement) ? document.activeElement : null;
  return Boolean(focused?.closest("form")?.matches("[data-kept]")) || Boolean(strip.querySelector("details[open] textarea:not(:placeholder-shown)"));
}

async function show() {
  timer = 0;
  if (document.hidden || isBusy()) return;
  try {
    const answer = await fetch(strip.dataset.chat, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const next = await answer.text();
    if (next === strip.dataset.last || isBusy()) return;
    strip.dataset.last = next;
    const unfolded = [...strip.querySelectorAll("details[open]")].map((el) => el.id);
    const held = document.activeElement?.id;
    strip.innerHTML = next;
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
    if (held && strip.querySelector(`#${CSS.escape(held)}`)) document.getElementById(held).focus({ preventScroll: true });
  } catch {
    // Offline: the next word asks again.
  }
}

if (strip) {
  show();
  document.addEventListener("live:told", () => { timer ||= setTimeout(show, GATHER); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) show(); });
  // Typing ends without a word.
  setInterval(() => { if (strip.querySelector(".typing")) show(); }, 7000);
}
