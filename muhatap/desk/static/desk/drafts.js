// Drafts are kept on the server while someone writes; a reply and a note are two drafts.
const PAUSE = 800;
const box = document.querySelector("[data-composer]");
const waiting = new Map();

function copies(form) {
  const named = ["cc", "bcc"].filter((name) => form.elements[name]);
  return Object.fromEntries(named.map((name) => [name, form.elements[name].value]));
}

async function keep(form) {
  const text = form.querySelector("textarea");
  const body = new URLSearchParams({
    author: form.dataset.draft,
    text: text.value,
    ...copies(form),
    csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value,
  });
  const state = form.querySelector("[data-draft-state]");
  try {
    const answer = await fetch(box.dataset.composer, { method: "POST", body, keepalive: true });
    if (answer.ok) state.textContent = (await answer.json()).saved;
  } catch {
    // Nothing is lost: the text stays in the box and the next pause tries again.
  }
}

function later(form) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => { waiting.delete(form); keep(form); }, PAUSE));
}

for (const form of box?.querySelectorAll("form[data-draft]") ?? []) {
  form.addEventListener("input", (event) => { if (!event.target.matches("[type=file], [type=checkbox]")) later(form); });
  form.addEventListener("submit", () => { clearTimeout(waiting.get(form)); waiting.delete(form); });
}

addEventListener("pagehide", () => {
  for (const [form, timer] of waiting) { clearTimeout(timer); keep(form); }
});

for (const input of box?.querySelectorAll(".attach input[type=file]") ?? []) {
  const name = input.closest("label").querySelector("span");
  const empty = name.textContent;
  input.addEventListener("change", () => {
    name.textContent = [...input.files].map((file) => file.name).join(", ") || empty;
  });
}
