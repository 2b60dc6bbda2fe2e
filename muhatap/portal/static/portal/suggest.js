// While somebody tells what happened: articles that may help stand below. Nothing waits for them.
for (const place of document.querySelectorAll("[data-suggest]")) {
  const form = place.closest("form");
  const story = form?.elements[place.dataset.suggestFrom];
  if (!story) continue;
  let timer = 0;
  let asked = "";
  const ask = async () => {
    const words = story.value.trim();
    if (words === asked || words.length < 12) return;
    asked = words;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("story", words.slice(0, 4000));
    body.set("topic", place.dataset.suggestTopic);
    try {
      const answer = await fetch(place.dataset.suggest, { method: "POST", body });
      if (answer.ok && words === asked) show(place, await answer.text());
    } catch {
      // The form works without them.
    }
  };
  story.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 700);
  });
}

function show(place, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body;
  // What is read aloud is told again only where it changed.
  if (place.textContent.trim() !== fresh.textContent.trim()) place.replaceChildren(...fresh.childNodes);
}
