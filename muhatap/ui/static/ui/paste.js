// Files pasted or dropped anywhere in a form go into its file input, beside what is there already.
// The input says so in its own words: data-pasted="{name} added", data-pasted-name="screenshot".
import { announce } from "./announce.js";

const SIDE = 80;

function fileInputNear(el) {
  const form = el?.closest?.("form") ?? document.querySelector("form:has(input[type=file])");
  return form?.querySelector("input[type=file]:not([disabled])");
}

function named(file, input, count) {
  // A picture from the clipboard has no name of its own; browsers call it image.
  if (file.name && !/^image\.\w+$/u.test(file.name)) return file;
  const kind = file.type.split("/")[1] ?? "png";
  const name = `${input.dataset.pastedName || "screenshot"}-${count}.${kind}`;
  return new File([file], name, { type: file.type });
}

function show(input) {
  const id = `${input.id || input.name}-pasted`;
  let list = document.getElementById(id);
  if (!list) {
    list = document.createElement("ul");
    list.id = id;
    list.className = "evidence-list pasted";
    input.after(list);
  }
  list.replaceChildren(...[...input.files].map(row));
}

function row(file) {
  const [item, thumb, name] = ["li", "span", "span"].map((tag) => document.createElement(tag));
  item.className = "evidence";
  thumb.className = "evidence-thumb";
  name.className = "evidence-name";
  name.textContent = file.name;
  if (file.type.startsWith("image/")) paint(file, thumb);
  item.append(thumb, name);
  return item;
}

// A canvas needs no blob: address, which the content security policy does not allow.
async function paint(file, thumb) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return;
  const canvas = document.createElement("canvas");
  const scale = SIDE / Math.min(bitmap.width, bitmap.height);
  canvas.width = canvas.height = SIDE;
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  canvas.getContext("2d").drawImage(bitmap, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
  thumb.append(canvas);
}

function add(files, input) {
  const all = new DataTransfer();
  if (input.multiple) for (const file of input.files) all.items.add(file);
  const added = files.map((file, at) => named(file, input, all.files.length + at + 1));
  for (const file of input.multiple ? added : added.slice(0, 1)) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const words = input.dataset.pasted || "{name}";
  announce(words.replace("{name}", added.map((file) => file.name).join(", ")));
}

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  // Programs that copy text put a picture of it beside it: then the text is meant.
  const isText = event.clipboardData?.types.includes("text/plain");
  const input = files.length && !isText ? fileInputNear(event.target) : null;
  if (!input) return;
  event.preventDefault();
  add(files, input);
});

const zoneOf = (event) => (event.dataTransfer?.types.includes("Files") ? event.target.closest?.("[data-drop]") : null);

document.addEventListener("dragover", (event) => {
  const zone = zoneOf(event);
  for (const other of document.querySelectorAll("[data-dragging]")) if (other !== zone) delete other.dataset.dragging;
  if (!zone) return;
  event.preventDefault();
  zone.dataset.dragging = "yes";
});

document.addEventListener("dragleave", (event) => {
  const zone = event.target.closest?.("[data-dragging]");
  if (zone && !zone.contains(event.relatedTarget)) delete zone.dataset.dragging;
});

document.addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  delete zone.dataset.dragging;
  const inputs = [...zone.querySelectorAll("input[type=file]:not([disabled])")];
  const input = inputs.find((each) => each.closest("form")?.getClientRects().length) ?? inputs[0];
  if (input) add([...event.dataTransfer.files], input);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[type=file]")) show(event.target);
});
