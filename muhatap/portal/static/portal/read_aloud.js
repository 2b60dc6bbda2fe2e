// A button with data-read-aloud reads the words before it; it stays hidden where the browser cannot speak.
const voice = window.speechSynthesis;

function show() {
  for (const button of document.querySelectorAll("[data-read-aloud][hidden]")) button.hidden = false;
}

function silence() {
  voice.cancel();
  for (const button of document.querySelectorAll("[data-read-aloud]")) button.setAttribute("aria-pressed", "false");
}

if (voice && window.SpeechSynthesisUtterance) {
  show();
  // The page is refreshed in parts.
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
  addEventListener("pagehide", silence);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-read-aloud]");
    if (!button) return;
    const speaks = button.getAttribute("aria-pressed") === "true";
    silence();
    if (speaks) return;
    const said = new SpeechSynthesisUtterance(button.parentElement.previousElementSibling.textContent);
    said.lang = button.dataset.readIn;
    said.onend = silence;
    button.setAttribute("aria-pressed", "true");
    voice.speak(said);
  });
}
