// Addresses as chips: what the field holds stays a plain list, so that it is sent and kept as without script.
const APART = /[,;\s]+/;
const ADDRESS = /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>".]{2,}$/u;

function enhance(field) {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const typed = field.cloneNode();
  box.className = "chipbox input";
  list.className = "chips-in";
  typed.removeAttribute("name");
  typed.classList.remove("input");
  typed.value = "";
  field.type = "hidden";
  field.removeAttribute("id");
  field.after(box);
  box.append(list, typed);
  let all = [];

  function show() {
    field.value = all.join(", ");
    list.replaceChildren(...all.map(chip));
  }

  function chip(email) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const away = document.createElement("button");
    item.className = "chip";
    name.textContent = email;
    if (!ADDRESS.test(email)) {
      item.dataset.wrong = "";
      name.append(Object.assign(document.createElement("small"), { textContent: ` ${field.dataset.chipsWrong}` }));
    }
    away.type = "button";
    away.textContent = "×";
    away.setAttribute("aria-label", field.dataset.chips.replace("{email}", email));
    away.addEventListener("click", () => { all = all.filter((each) => each !== email); show(); typed.focus(); });
    item.append(name, away);
    return item;
  }

  function take() {
    const fresh = typed.value.split(APART).filter(Boolean);
    typed.value = "";
    all = [...new Set([...all, ...fresh])];
    show();
  }

  typed.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["Enter", ",", ";", " "].includes(event.key) && !event.shiftKey) {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !typed.value && all.length) {
      typed.value = all.pop();
      event.preventDefault();
      show();
    }
  });
  typed.addEventListener("blur", take);
  typed.addEventListener("paste", () => setTimeout(take));
  field.form?.addEventListener("submit", take, { capture: true });
  box.addEventListener("click", (event) => { if (event.target === box || event.target === list) typed.focus(); });
  typed.value = field.value;
  take();
}

// Folded, the summary says who reads along, so that nobody is copied unseen.
for (const said of document.querySelectorAll("[data-copies-said]")) {
  const fold = said.closest("details");
  fold.addEventListener("toggle", () => {
    const copied = fold.querySelector('[name="cc"]').value;
    const name = Object.assign(document.createElement("b"), { textContent: copied });
    said.replaceChildren(...(copied ? [`${said.dataset.copiesSaid} `, name] : []));
  });
}

for (const field of document.querySelectorAll("[data-chips]")) enhance(field);
