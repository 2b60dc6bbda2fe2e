// The palette searches by Enter and narrows its commands while someone types.
const input = document.querySelector("[data-palette]");
const dialog = input?.closest("dialog");
const commands = () => [...dialog.querySelectorAll(".palette-list :is(a, button)")].filter((el) => !el.closest("li").hidden);

function fold(text) {
  return text.toLocaleLowerCase(document.documentElement.lang).normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
}

function narrow() {
  const wanted = fold(input.value.trim());
  for (const line of dialog.querySelectorAll(".palette-list li")) line.hidden = !fold(line.textContent).includes(wanted);
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const places = [input, ...commands()];
  const next = places.indexOf(document.activeElement) + step;
  places[Math.max(0, Math.min(places.length - 1, next))].focus();
}

input?.addEventListener("input", narrow);
dialog?.addEventListener("keydown", move);
dialog?.addEventListener("close", () => { input.value = ""; narrow(); });
