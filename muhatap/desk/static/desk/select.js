// Selecting rows: the box above the list selects all of them.
const all = document.querySelector("[data-select-all]");
const boxes = () => [...document.querySelectorAll(".case-pick input")];

all?.addEventListener("change", () => {
  for (const box of boxes()) box.checked = all.checked;
});

document.addEventListener("change", (event) => {
  if (!all || !event.target.matches(".case-pick input")) return;
  const picked = boxes().filter((box) => box.checked).length;
  all.checked = picked > 0 && picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
});
