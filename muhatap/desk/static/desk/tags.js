// Which tags are in use is asked only of who begins to write one.
const box = document.querySelector("[data-tags]");

async function offer() {
  try {
    const answer = await fetch(box.dataset.tags, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const { tags } = await answer.json();
    box.list.replaceChildren(...tags.map((tag) => {
      const option = document.createElement("option");
      option.value = tag;
      return option;
    }));
  } catch {
    // Whatever is typed serves as well.
  }
}

box?.addEventListener("focus", offer, { once: true });
