// What changes elsewhere shows here: heard on the one line of this browser.
import { announce } from "../ui/announce.js";
import { listen } from "./wire.js";

const meta = document.querySelector('meta[name="live-grant"]');
const GATHER = 400;
const AT_ONCE = 20;
const open = document.querySelector("[data-case]")?.dataset.case ?? "";
const news = document.querySelector("[data-news]");
const bell = document.querySelector("[data-bell]");

let gathered = new Set();
let timer = 0;
let shownAt = 0;

/** The first change shows at once, those that follow on its heels together. */
function hear(change) {
  if ("unread" in change) return ring(change.unread);
  // Without a number it is nothing of the record: who is here, what is new for this person.
  if (change.kind === "told" && change.about.startsWith("staff:")) return askBell();
  if (change.kind === "told" && change.about !== `case:${open}`) return;
  if (change.case === open || change.resync || change.kind === "told") document.dispatchEvent(new Event("live:told"));
  if (change.kind === "told") return;
  gathered.add(change.resync ? open : change.case);
  timer ||= setTimeout(show, Date.now() - shownAt > GATHER ? AT_ONCE : GATHER);
}

async function askBell() {
  try {
    const answer = await fetch("/desk/unread/");
    if (answer.ok && !answer.redirected) ring((await answer.json()).unread);
  } catch {
    // Offline: the next word asks again.
  }
}

function ring(unread) {
  if (!bell || unread === undefined || bell.dataset.bell === String(unread)) return;
  const isMore = Number.parseInt(unread, 10) > (Number.parseInt(bell.dataset.bell, 10) || 0);
  bell.dataset.bell = unread;
  bell.setAttribute("aria-label", unread ? bell.dataset.some.replace("%", unread) : bell.dataset.none);
  const count = bell.querySelector(".bell-count");
  count.textContent = unread;
  count.hidden = !unread;
  if (isMore) announce(bell.getAttribute("aria-label"));
}

async function show() {
  timer = 0;
  // Nobody looks: what is open is read when somebody does.
  if (document.hidden) return;
  shownAt = Date.now();
  const cases = gathered;
  gathered = new Set();
  document.dispatchEvent(new Event("desk:changed"));
  if (open && cases.has(open)) await showCase();
}

async function partsOf(address) {
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function showCase() {
  const address = new URL(`/desk/cases/${open}/`, location.href);
  address.searchParams.set("part", "timeline");
  const parts = await partsOf(address);
  const told = document.querySelector('[data-part="timeline"]');
  const next = parts?.querySelector('[data-part="timeline"]');
  if (!told || !next) return;
  const bar = parts.querySelector('[data-part="promises"]');
  if (bar) document.querySelector('[data-part="promises"]')?.replaceWith(bar);
  showHeld(parts.querySelector('[data-part="held"]'));
  const hasNews = BigInt(next.dataset.seen) > BigInt(told.dataset.seen);
  const pane = told.closest(".timeline");
  const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
  // What is read must not move: the end is followed only by those who stand at the end.
  const top = pane.scrollTop;
  const unfolded = [...told.querySelectorAll("details[open]")].map((el) => el.closest("[id]")?.id).filter(Boolean);
  // What somebody writes in a side conversation goes along, cursor and chosen files included.
  const focused = told.contains(document.activeElement) ? document.activeElement : null;
  for (const form of told.querySelectorAll("form[data-kept]")) {
    if (form.querySelector("textarea").value || form.contains(focused)) next.querySelector(`#${CSS.escape(form.id)}`)?.replaceWith(form);
  }
  told.replaceWith(next);
  if (focused?.isConnected) focused.focus({ preventScroll: true });
  for (const id of unfolded) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
  pane.scrollTop = atEnd ? pane.scrollHeight : top;
  if (!hasNews) return;
  // Who began to write before the news is stopped once when sending; who did not has simply seen it.
  const reply = document.querySelector('form[data-draft="staff"]');
  if (reply && !reply.querySelector("textarea").value.trim()) reply.elements.seen.value = next.dataset.seen;
  if (news) news.hidden = false;
  announce(news?.textContent.trim() ?? "");
}

/** What waits to leave, unless somebody is just changing its time. */
function showHeld(next) {
  const old = document.querySelector('[data-part="held"]');
  if (!old || !next || old.contains(document.activeElement?.closest("input"))) return;
  old.replaceWith(next);
  document.dispatchEvent(new Event("htmx:afterSettle"));
}

document.addEventListener("visibilitychange", () => { if (!document.hidden && gathered.size) show(); });
if (meta?.content) listen({ meta, open, hear });
