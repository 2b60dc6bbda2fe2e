// Boxes are drawn on the page; the numbers in the form are what is sent, and what the keyboard writes.
const form = document.querySelector("[data-boxes]");
const parts = ["left", "top", "width", "height"];

function field(row, part) {
  return form.elements[`${part}-${row}`];
}

function rows() {
  return [...form.querySelectorAll("[data-box]")].map((row) => row.dataset.box);
}

function show() {
  document.querySelectorAll(".evidence-box").forEach((box) => box.remove());
  for (const row of rows()) {
    const sizes = parts.map((part) => Number(field(row, part).value));
    const sheet = document.querySelector(`[data-redact="${field(row, "page").value}"]`);
    if (!sheet || !sizes[2] || !sizes[3]) continue;
    const box = document.createElement("span");
    box.className = "evidence-box";
    parts.forEach((part, place) => { box.style[part] = `${sizes[place]}%`; });
    sheet.append(box);
  }
}

function at(event, sheet) {
  const frame = sheet.querySelector("img").getBoundingClientRect();
  const share = (value, whole) => Math.min(100, Math.max(0, (100 * value) / whole));
  return [share(event.clientX - frame.left, frame.width), share(event.clientY - frame.top, frame.height)];
}

function keep(row, sheet, from, to) {
  const round = (value) => Math.floor(value * 10) / 10;
  const corner = [Math.min(from[0], to[0]), Math.min(from[1], to[1])].map(round);
  const size = [Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])].map(round);
  field(row, "page").value = sheet.dataset.redact;
  [...corner, ...size].forEach((value, place) => { field(row, parts[place]).value = value; });
  show();
}

function begin(event, sheet) {
  const row = rows().find((each) => !field(each, "width").value);
  if (row === undefined || event.button) return;
  event.preventDefault();
  form.closest("details").open = true;
  sheet.setPointerCapture(event.pointerId);
  const from = at(event, sheet);
  const move = (next) => keep(row, sheet, from, at(next, sheet));
  sheet.addEventListener("pointermove", move);
  sheet.addEventListener("pointerup", () => {
    sheet.removeEventListener("pointermove", move);
    if (Number(field(row, "width").value) < 0.5) parts.forEach((part) => { field(row, part).value = ""; });
    show();
  }, { once: true });
}

if (form) {
  form.addEventListener("input", show);
  for (const sheet of document.querySelectorAll("[data-redact]")) {
    sheet.classList.add("can-draw");
    // The browser would carry the picture away instead.
    sheet.addEventListener("dragstart", (event) => event.preventDefault());
    sheet.addEventListener("pointerdown", (event) => begin(event, sheet));
  }
  show();
}
