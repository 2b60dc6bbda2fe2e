// What changes elsewhere shows here: by a socket, and by asking every ten seconds where there is none.
import { announce } from "../ui/announce.js";

const meta = document.querySelector('meta[name="live-grant"]');
const POLL = 10_000;
const RENEW = 10 * 60_000;
const GATHER = 400;
const open = document.querySelector("[data-case]")?.dataset.case ?? "";
const news = document.querySelector("[data-news]");
const fresh = document.querySelector("[data-new-rows]");

let since = Number(meta?.dataset.since ?? 0);
let grant = meta?.content ?? "";
let polling = 0;
let attempts = 0;
let gathered = new Set();
let timer = 0;

function hear(change) {
  // Without a number it is nothing of the record: who is here, what is new for this person.
  document.dispatchEvent(new Event("live:told"));
  if (!change.seq && !change.resync && !change.case) return;
  if (change.seq) since = Math.max(since, change.seq);
  gathered.add(change.resync ? open : change.case);
  clearTimeout(timer);
  timer = setTimeout(show, GATHER);
}

async function show() {
  const cases = gathered;
  gathered = new Set();
  await Promise.allSettled([showList(), cases.has(open) && open ? showCase() : null]);
}

async function partsOf(address) {
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Rows move only when nobody points at or stands in the list; else a button offers what is new. */
async function showList() {
  const list = document.querySelector('[data-part="list"]');
  if (!list) return;
  if (list.matches(":hover") || list.contains(document.activeElement) || list.querySelector(":checked")) {
    if (fresh) fresh.hidden = false;
    return;
  }
  await exchangeList();
}

async function exchangeList() {
  const list = document.querySelector('[data-part="list"]');
  const address = new URL("/desk/", location.href);
  address.search = location.search;
  address.searchParams.set("part", "list");
  if (open) address.searchParams.set("chosen", open);
  const part = (await partsOf(address))?.querySelector('[data-part="list"]');
  if (!part) return;
  const pane = list.closest(".ws-list");
  const top = pane?.scrollTop ?? 0;
  list.replaceWith(part);
  if (pane) pane.scrollTop = top;
  if (fresh) fresh.hidden = true;
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

async function poll() {
  try {
    const answer = await fetch(`/desk/changes/?since=${since}`);
    if (!answer.ok || answer.redirected) return;
    const { seq, changes } = await answer.json();
    changes.forEach(hear);
    since = Math.max(since, seq);
  } catch {
    // Offline: the next round asks again.
  }
}

function startPolling() {
  if (!polling) polling = setInterval(poll, POLL);
}

function stopPolling() {
  clearInterval(polling);
  polling = 0;
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/live/?grant=${encodeURIComponent(grant)}&since=${since}`);
  socket.addEventListener("open", () => { attempts = 0; stopPolling(); });
  socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  socket.addEventListener("close", again);
}

async function again() {
  startPolling();
  attempts += 1;
  await new Promise((done) => setTimeout(done, Math.min(60_000, 1000 * 2 ** attempts)));
  await renew();
  connect();
}

async function renew() {
  try {
    const answer = await fetch(`/desk/grant/${open ? `?case=${open}` : ""}`);
    if (answer.ok && !answer.redirected) grant = (await answer.json()).grant;
  } catch {
    // The old grant may still be good.
  }
}

fresh?.addEventListener("click", exchangeList);
if (grant) {
  connect();
  setInterval(renew, RENEW);
}
