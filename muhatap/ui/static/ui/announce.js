const place = document.querySelector("[data-announcer]");

/** Says words to a screen reader, politely. */
export function announce(words) {
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}
