// Keys stand in the page: data-key="r", data-key="g k", data-key="ctrl+enter" on links, buttons and fields.
// data-key-label names the action in the help when the element's own words would not.
import { remember } from "./remember.js";

const root = document.documentElement;
const SEQUENCE_MS = 900;
let first = { key: "", at: 0 };

const lettersAreOn = () => root.dataset.keys !== "off";
const isTyping = (el) => el.closest?.("input:not([type=checkbox],[type=radio],[type=submit],[type=button]), textarea, select, [contenteditable]");
const isShown = (el) => !el.closest("[hidden]") && el.getClientRects().length > 0;

function keyOf(event) {
  const mods = [event.ctrlKey || event.metaKey ? "ctrl" : "", event.altKey ? "alt" : ""];
  const named = event.key.length > 1;
  if (event.shiftKey && (named || event.ctrlKey || event.metaKey)) mods.push("shift");
  return [...mods, event.key.toLowerCase()].filter(Boolean).join("+");
}

function targetOf(key, from) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const form = from.closest?.("form");
  // The sections go by their keys also while their menu is closed.
  return all.find((el) => form?.contains(el) && isShown(el)) ?? all.find(isShown) ?? all.find((el) => el.closest(".topnav"));
}

function use(el) {
  if (el.matches("input:not([type=radio],[type=checkbox],[type=submit]), textarea, select")) return el.focus();
  el.click();
  const next = el.dataset.keyFocus && document.querySelector(el.dataset.keyFocus);
  next?.focus();
}

function moveInList(step) {
  const rows = [...document.querySelectorAll("[data-key-list] .case-who, [data-key-list] [data-key-item]")].filter(isShown);
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row === document.activeElement || row.closest("li, tr")?.contains(document.activeElement));
  const start = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
  rows[Math.max(0, Math.min(rows.length - 1, start + step))].focus();
  return true;
}

function selectInList() {
  const row = document.activeElement?.closest("[data-key-list] li, [data-key-list] tr");
  const box = row?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

const BUILT_IN = {
  j: () => moveInList(1),
  k: () => moveInList(-1),
  x: selectInList,
  "?": () => { showHelp(); return true; },
};

function showHelp() {
  const dialog = document.getElementById("shortcuts");
  dialog?.showModal?.();
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const key = keyOf(event);
  const plain = !/^(ctrl|alt)\+/.test(key) && event.key.length === 1;
  if (plain && (!lettersAreOn() || isTyping(event.target))) return;
  if (document.querySelector("dialog[open]")) return;
  const sequence = Date.now() - first.at < SEQUENCE_MS ? `${first.key} ${key}` : "";
  first = plain ? { key, at: Date.now() } : { key: "", at: 0 };
  const target = (sequence && targetOf(sequence, event.target)) || targetOf(key, event.target);
  if (target) {
    first = { key: "", at: 0 };
    event.preventDefault();
    use(target);
  } else if (BUILT_IN[key]?.()) event.preventDefault();
}

function caps(key) {
  const names = { enter: "↵", shift: "⇧", ctrl: "Ctrl", alt: "Alt", escape: "Esc" };
  return key.split(/[ +]/).map((part) => {
    const cap = document.createElement("kbd");
    cap.textContent = names[part] ?? part.toLocaleUpperCase("en");
    return cap;
  });
}

function fillHelp() {
  const list = document.querySelector("[data-keys-of-page]");
  if (!list) return;
  const seen = new Set();
  const rows = [...document.querySelectorAll("[data-key]")].flatMap((el) => {
    const label = el.dataset.keyLabel || el.getAttribute("aria-label") || el.textContent.trim();
    if (!label || seen.has(el.dataset.key)) return [];
    seen.add(el.dataset.key);
    const [row, name, keys] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    name.textContent = label;
    keys.append(...caps(el.dataset.key));
    row.append(name, keys);
    return [row];
  });
  list.replaceChildren(...rows);
  list.closest("section").hidden = rows.length === 0;
  const ofList = document.querySelector("[data-keys-for-list]");
  if (ofList) ofList.hidden = !document.querySelector("[data-key-list]");
}

function wireSwitch() {
  const box = document.querySelector("[data-keys-switch]");
  if (!box) return;
  box.checked = lettersAreOn();
  box.addEventListener("change", () => {
    root.dataset.keys = box.checked ? "on" : "off";
    remember("keys", root.dataset.keys);
  });
}

addEventListener("keydown", onKey);
fillHelp();
wireSwitch();
document.addEventListener("htmx:afterSettle", fillHelp);
