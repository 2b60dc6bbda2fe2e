// In a box, / at the start of a word offers texts and macros, @ in a note offers colleagues: arrows and Enter choose.
import { announce } from "../ui/announce.js";

const composer = document.querySelector("[data-case-url]");
const base = composer?.dataset.caseUrl ?? "";
const LIST = "picker-list";
let open = null;
let asked = 0;

function wanted(box) {
  const before = box.value.slice(0, box.selectionStart);
  const found = /(^|\s)([/@])([^\s/@][^\n/@]{0,40}|)$/u.exec(before);
  if (!found || (found[2] === "@" && !("mentions" in box.dataset))) return null;
  return { sign: found[2], query: found[3], start: before.length - found[3].length - 1 };
}

function addressOf({ sign, query }, box) {
  const into = box.id === "note" ? "note" : "reply";
  const known = new URLSearchParams({ part: "options", into, q: query });
  return sign === "@" ? `${base}colleagues/?${known}` : `${base}texts/?${known}`;
}

async function htmlOf(address) {
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    return answer.ok && !answer.redirected ? await answer.text() : "";
  } catch {
    return "";
  }
}

async function offer(box, place) {
  const turn = ++asked;
  const addresses = [addressOf(place, box)];
  if (place.sign === "/" && composer.dataset.macros) addresses.push(`${composer.dataset.macros}?${new URLSearchParams({ q: place.query })}`);
  const parts = await Promise.all(addresses.map(htmlOf));
  if (turn !== asked || !document.contains(box)) return;
  const list = open?.list ?? made(box);
  list.innerHTML = parts.join("");
  open = { box, list, place };
  choose(options()[0]);
}

function made(box) {
  const list = document.createElement("ul");
  list.id = LIST;
  list.className = "picker";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", composer.dataset.pickerLabel ?? "");
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });
  box.closest(".composer-box").append(list);
  box.setAttribute("aria-controls", LIST);
  box.setAttribute("aria-autocomplete", "list");
  return list;
}

const options = () => [...(open?.list.querySelectorAll("[role=option]:not([aria-disabled])") ?? [])];
const chosen = () => open?.list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return open?.box.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  open.box.setAttribute("aria-activedescendant", option.id);
  announce(option.textContent.trim());
}

export function close() {
  asked += 1;
  if (!open) return;
  open.box.removeAttribute("aria-activedescendant");
  open.box.removeAttribute("aria-controls");
  open.box.removeAttribute("aria-autocomplete");
  open.list.remove();
  open = null;
}

/** Puts text where the cursor stands, in place of what was typed from `start` on, and the box hears of it. */
export function put(box, text, start = box.selectionStart) {
  box.focus();
  box.setRangeText(text, start, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

async function take(option) {
  if (!open || option.hasAttribute("aria-disabled")) return;
  const { box, place } = open;
  const { use, insert, href } = option.dataset;
  close();
  if (href) {
    put(box, "", place.start);
    location.assign(href);
    return;
  }
  const text = insert ?? (await used(use));
  if (text !== null) put(box, text, place.start);
}

async function used(address) {
  const token = composer.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token });
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    return answer.ok ? (await answer.json()).text : null;
  } catch {
    return null;
  }
}

function onInput(event) {
  const place = wanted(event.target);
  if (place) offer(event.target, place);
  else close();
}

function onKey(event) {
  if (!open || event.isComposing) return;
  const all = options();
  const here = all.indexOf(chosen());
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) choose(all[(here + step + all.length) % all.length]);
  else if ((event.key === "Enter" || event.key === "Tab") && here >= 0 && !event.ctrlKey && !event.metaKey) take(all[here]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

for (const box of composer?.querySelectorAll("textarea[data-insert]") ?? []) {
  box.addEventListener("input", onInput);
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", () => setTimeout(close, 150));
}

for (const opener of composer?.querySelectorAll("[data-insert-open]") ?? []) {
  opener.addEventListener("click", (event) => {
    const box = document.getElementById(opener.dataset.insertOpen);
    if (!box || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const before = box.value.slice(0, box.selectionStart);
    put(box, before && !/\s$/u.test(before) ? " /" : "/");
  });
}

// One key goes from the reply to the note and back.
for (const button of document.querySelectorAll("[data-switch-mode]")) {
  button.addEventListener("click", () => {
    const next = document.getElementById("mode-note").checked ? "reply" : "note";
    document.getElementById(`mode-${next}`).click();
    document.getElementById(next)?.focus();
  });
}
