// Selecting rows: the box above the list selects all of them, Shift selects from the last one on.
const all = document.querySelector("[data-select-all]");
const boxes = () => [...document.querySelectorAll(".case-pick input")];
let last = null;

function show() {
  if (!all) return;
  const picked = boxes().filter((box) => box.checked).length;
  all.checked = picked > 0 && picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
}

function pickTo(box) {
  const every = boxes();
  const [from, to] = [every.indexOf(last), every.indexOf(box)];
  if (from < 0 || to < 0) return;
  for (const each of every.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = last.checked;
  show();
}

all?.addEventListener("change", () => {
  for (const box of boxes()) box.checked = all.checked;
});

document.addEventListener("click", (event) => {
  if (!event.target.matches(".case-pick input")) return;
  if (event.shiftKey && last && last !== event.target) pickTo(event.target);
  last = event.target;
});

document.addEventListener("change", (event) => { if (event.target.matches(".case-pick input")) show(); });

// Before the usual keys, which know no range.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const isOn = document.documentElement.dataset.keys !== "off";
  const row = document.activeElement?.closest("[data-key-list] li.case");
  if (isOn && event.key === "X" && event.shiftKey && row && last) {
    event.preventDefault();
    pickTo(row.querySelector(".case-pick input"));
    last = row.querySelector(".case-pick input");
  } else if (event.key === "Escape" && row && boxes().some((box) => box.checked)) {
    event.preventDefault();
    for (const box of boxes()) box.checked = false;
    last = null;
    show();
  }
}, { capture: true });
