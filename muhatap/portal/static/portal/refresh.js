// Keeps the parts of a case's page true that others change: [data-refresh] is fetched again every 20 s.
// Forms are never touched, and nothing is fetched while the page is hidden.
const EVERY = 20_000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-refresh]")) {
    const next = fresh.querySelector(`[data-refresh="${part.dataset.refresh}"]`);
    if (!next || part.contains(document.activeElement) || wordsOf(next) === wordsOf(part)) continue;
    part.replaceChildren(...next.childNodes);
  }
}

// Links expire and clocks tick, so only the words are compared.
const wordsOf = (part) => part.textContent.replace(/\s+/g, " ");

setInterval(refresh, EVERY);
