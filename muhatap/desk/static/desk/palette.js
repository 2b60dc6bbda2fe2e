// The palette: commands narrow while someone types, cases are found, arrows choose, Enter does it.
const input = document.querySelector("[data-palette]");
const dialog = input?.closest("dialog");
const list = dialog?.querySelector("[role=listbox]");
const search = list?.querySelector("[data-palette-search]");
const heading = list?.querySelector("[data-palette-cases]");
const PAUSE = 150;
let waiting = 0;
let asked = 0;

function fold(text) {
  return text.toLocaleLowerCase(document.documentElement.lang).normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
}

const shown = () => [...list.querySelectorAll("[role=option]")].filter((each) => !each.hidden);
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

function targetOf(option) {
  return option.dataset.press ? document.querySelector(option.dataset.press) : option;
}

function narrow() {
  const words = fold(input.value.trim()).split(/\s+/u).filter(Boolean);
  for (const option of list.querySelectorAll("[role=option]:not([data-palette-search], [data-found])")) {
    const text = fold(option.textContent);
    option.hidden = !targetOf(option) || !words.every((word) => text.includes(word));
  }
  search.hidden = words.length === 0;
  search.querySelector("[data-palette-words]").textContent = input.value.trim();
  for (const group of list.querySelectorAll(".palette-group:not([data-palette-cases])")) {
    let next = group.nextElementSibling;
    while (next && next.hidden && next.matches("[role=option]")) next = next.nextElementSibling;
    group.hidden = !next?.matches("[role=option]") || next === search;
  }
  choose(shown()[0]);
}

async function find() {
  const turn = ++asked;
  const query = input.value.trim();
  const found = query.length < 2 ? "" : await casesOf(query);
  if (turn !== asked) return;
  for (const old of list.querySelectorAll("[data-found]")) old.remove();
  search.insertAdjacentHTML("beforebegin", found);
  heading.hidden = !list.querySelector("[data-found]");
  number();
  if (!chosen() || chosen().hidden || chosen() === search) choose(shown()[0]);
}

async function casesOf(query) {
  try {
    const answer = await fetch(`${dialog.dataset.paletteUrl}?${new URLSearchParams({ q: query })}`, { headers: { "X-Requested-With": "fetch" } });
    return answer.ok && !answer.redirected ? await answer.text() : "";
  } catch {
    return "";
  }
}

function number() {
  list.querySelectorAll("[role=option]").forEach((option, at) => { option.id ||= `palette-option-${at}-${asked}`; });
}

function act(option) {
  if (!option || option === search) return input.form.requestSubmit();
  if (option.dataset.go) return location.assign(option.dataset.go);
  const target = targetOf(option);
  dialog.close();
  if (target.matches("input, select, textarea") && !target.matches("[type=radio], [type=checkbox]")) {
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    return;
  }
  target.click();
  document.querySelector(target.dataset.keyFocus ?? null)?.focus();
}

function onKey(event) {
  if (event.isComposing) return;
  const all = shown();
  const here = all.indexOf(chosen());
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) choose(all[(here + step + all.length) % all.length]);
  else if (event.key === "Home" && event.ctrlKey) choose(all[0]);
  else if (event.key === "End" && event.ctrlKey) choose(all.at(-1));
  else if (event.key === "Enter") act(chosen());
  else return;
  event.preventDefault();
}

if (dialog) {
  number();
  input.addEventListener("input", () => { narrow(); clearTimeout(waiting); waiting = setTimeout(find, PAUSE); });
  input.addEventListener("keydown", onKey);
  list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) act(option); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { input.value = ""; narrow(); find(); });
  // What the page offers may have changed since the palette was last open.
  new MutationObserver(() => { if (dialog.open) narrow(); }).observe(dialog, { attributes: true, attributeFilter: ["open"] });
  narrow();
}
