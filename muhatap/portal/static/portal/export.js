// Search in the copy of the help centre: words are folded as the server folds them, and a word's beginning counts.
const form = document.querySelector("form[data-search]");
const list = document.querySelector("[data-found]");

function folded(text) {
  return text.replace(/[Iİı]/g, "i").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function stems(word) {
  const tries = [word];
  for (const cut of [1, 2, 3]) if (word.length - cut >= 4) tries.push(word.slice(0, -cut));
  return tries;
}

function fits(entry, word) {
  return stems(word).some((each) => ` ${entry.words}`.includes(` ${each}`));
}

function show(found, words) {
  list.replaceChildren(
    ...found.map((each) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${each.slug}.html`;
      link.textContent = each.title;
      line.append(link);
      return line;
    }),
  );
  if (!found.length && words.length) {
    const line = document.createElement("li");
    line.textContent = list.dataset.none;
    list.append(line);
  }
}

if (form) {
  // A folder opened without a server may not be asked for its files; then the list below is all there is.
  try {
    const entries = await (await fetch(form.dataset.search)).json();
    form.hidden = false;
    const seek = () => {
      const words = folded(form.q.value).split(/[^\p{L}\p{N}]+/u).filter((each) => each.length > 1);
      show(words.length ? entries.filter((entry) => words.every((word) => fits(entry, word))).slice(0, 20) : [], words);
    };
    form.addEventListener("input", seek);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      seek();
    });
  } catch {
    form.remove();
  }
}
