// What helped before comes when the page stands: it must not hold up the case.
import { put } from "./insert.js";

const place = document.querySelector("[data-beside]");

async function load() {
  try {
    const answer = await fetch(place.dataset.beside, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    place.innerHTML = await answer.text();
    place.hidden = !place.children.length;
    document.dispatchEvent(new Event("htmx:afterSettle"));
  } catch {
    // Without it the case is answered all the same.
  }
}

if (place) {
  if ("requestIdleCallback" in window) requestIdleCallback(load, { timeout: 1500 });
  else setTimeout(load, 300);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-beside-insert]");
    if (!button) return;
    const box = document.getElementById("reply");
    const text = document.getElementById(button.dataset.besideInsert).textContent;
    box.selectionStart = box.selectionEnd = box.value.length;
    put(box, box.value.trim() ? `\n\n${text}` : text);
  });
}

for (const lazy of document.querySelectorAll("[data-lazy]")) {
  fetch(lazy.dataset.lazy, { headers: { "X-Requested-With": "fetch" } })
    .then(async (answer) => { if (answer.ok && !answer.redirected) lazy.innerHTML = await answer.text(); })
    .catch(() => {});
}
