// While somebody types a condition, what can come next is offered below the field.
const PAUSE = 120;
let serial = 0;

function enhance(field) {
  const list = document.createElement("ul");
  const id = `offered-${(serial += 1)}`;
  let start = 0;
  let timer = 0;
  let asked = 0;
  Object.assign(list, { id, className: "picker picker-below", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? "");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) field.setAttribute(name, value);
  field.after(list);

  const options = () => [...list.children];
  const current = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  function choose(option) {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function take(option) {
    const value = option.dataset.value;
    const said = /[\s,()"]/.test(value) ? `"${value}"` : value;
    const rest = field.value.slice(field.selectionStart);
    field.value = field.value.slice(0, start) + said + (said.endsWith(":") || rest.startsWith(" ") ? "" : " ") + rest;
    const at = start + said.length + (said.endsWith(":") ? 0 : 1);
    field.setSelectionRange(at, at);
    close();
    later();
  }

  async function ask() {
    const turn = (asked += 1);
    const query = new URLSearchParams({ text: field.value, cursor: field.selectionStart });
    try {
      const answer = await fetch(`/desk/complete/?${query}`);
      if (!answer.ok || answer.redirected || turn !== asked || document.activeElement !== field) return;
      const found = await answer.json();
      start = found.start;
      show(found.offered);
    } catch {
      close();
    }
  }

  function show(offered) {
    list.replaceChildren(...offered.map(({ value, label }, number) => {
      const option = document.createElement("li");
      option.id = `${id}-${number}`;
      option.dataset.value = value;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("b");
      const said = document.createElement("small");
      name.textContent = value;
      said.textContent = label === value ? "" : label;
      option.append(name, said);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    list.hidden = offered.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  field.addEventListener("input", later);
  field.addEventListener("blur", () => { asked += 1; close(); });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = options();
    if (step && all.length) {
      event.preventDefault();
      choose(all[(all.indexOf(current()) + step + all.length) % all.length]);
    } else if (step === 1 && list.hidden) {
      later();
    } else if (["Enter", "Tab"].includes(event.key) && current()) {
      event.preventDefault();
      take(current());
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}

for (const field of document.querySelectorAll("[data-condition]")) enhance(field);
