// What changes in the list: known rows where they stand, new ones only when asked for; the rail's counts.
import { announce } from "../ui/announce.js";

const RAIL_PAUSE = 1500;
const open = document.querySelector("[data-case]")?.dataset.case ?? "";
const fresh = document.querySelector("[data-new-rows]");
let waiting = null;
let told = 0;
let railTimer = 0;

const listHere = () => document.querySelector('[data-part="list"]');
const numberOf = (row) => row.querySelector('[name="case"]')?.value ?? "";
const rowsOf = (list) => new Map([...list.querySelectorAll("li.case")].map((row) => [numberOf(row), row]));

function addressOf(part) {
  const address = new URL("/desk/", location.href);
  address.search = location.search;
  address.searchParams.delete("did");
  address.searchParams.set("part", part);
  if (open && part === "list") address.searchParams.set("chosen", open);
  return address;
}

async function fetched(part) {
  try {
    const answer = await fetch(addressOf(part), { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector(`[data-part="${part}"]`);
  } catch {
    return null;
  }
}

/** Somebody points at it, stands in it, chose in it or has scrolled: nothing may move. */
function isInUse(list) {
  const pane = list.closest(".ws-list");
  return list.matches(":hover") || list.contains(document.activeElement) || list.querySelector(":checked") || (pane?.scrollTop ?? 0) > 0;
}

async function look() {
  clearTimeout(railTimer);
  railTimer = setTimeout(showRail, RAIL_PAUSE);
  const next = await fetched("list");
  const list = listHere();
  if (!next || !list) return;
  if (!isInUse(list)) return put(next);
  const known = rowsOf(list);
  const coming = rowsOf(next);
  for (const [number, row] of known) {
    const fresher = coming.get(number);
    if (fresher) renew(row, fresher.cloneNode(true));
  }
  const arrived = [...coming.keys()].filter((number) => !known.has(number)).length;
  const order = [...coming.keys()].filter((number) => known.has(number)).join() !== [...known.keys()].join();
  if (!arrived && !order) return hide();
  waiting = next;
  offer(arrived);
}

/** The row keeps its place, its focus and its tick. */
function renew(row, fresher) {
  if (row.innerHTML === fresher.innerHTML && row.hasAttribute("data-unread") === fresher.hasAttribute("data-unread")) return;
  const had = row.contains(document.activeElement) ? document.activeElement.className : "";
  const ticked = row.querySelector('[name="case"]')?.checked;
  row.toggleAttribute("data-unread", fresher.hasAttribute("data-unread"));
  row.replaceChildren(...fresher.childNodes);
  if (ticked) row.querySelector('[name="case"]').checked = true;
  if (had) (row.querySelector(`.${CSS.escape(had.split(" ")[0])}`) ?? row.querySelector("a")).focus({ preventScroll: true });
}

function offer(arrived) {
  if (!fresh) return;
  const { one, many, none } = fresh.dataset;
  const words = arrived === 1 ? one : arrived ? many.replace("{count}", arrived) : none;
  fresh.querySelector("span").textContent = words;
  fresh.hidden = false;
  if (arrived > told) announce(words);
  told = arrived;
}

function hide() {
  waiting = null;
  told = 0;
  if (fresh) fresh.hidden = true;
}

function put(next) {
  const list = listHere();
  const pane = list.closest(".ws-list");
  const top = pane?.scrollTop ?? 0;
  const ticked = new Set([...list.querySelectorAll(".case-pick :checked")].map((box) => box.value));
  list.replaceWith(next);
  for (const box of next.querySelectorAll(".case-pick input")) box.checked = ticked.has(box.value);
  if (pane) pane.scrollTop = top;
  hide();
}

function showWaiting() {
  if (!waiting) return;
  put(waiting);
  const pane = listHere().closest(".ws-list");
  if (pane) pane.scrollTop = 0;
  listHere().querySelector(".case-who")?.focus({ preventScroll: true });
}

async function showRail() {
  const next = await fetched("rail");
  const rail = document.querySelector('[data-part="rail"]');
  if (!next || !rail) return;
  const at = rail.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  rail.replaceWith(next);
  if (at) next.querySelector(`[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
}

fresh?.addEventListener("click", showWaiting);
document.addEventListener("desk:changed", look);
if (document.querySelector('[data-part="rail"][data-short]')) setTimeout(showRail);
