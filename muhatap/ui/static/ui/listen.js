// <listen-button for="id"> reads an article with the device's own voice.
class ListenButton extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.text = document.getElementById(this.getAttribute("for"));
    this.hidden = !("speechSynthesis" in window) || !this.button || !this.text;
    if (!this.hidden) this.button.addEventListener("click", () => this.toggle());
  }

  toggle() {
    const speaking = this.button.getAttribute("aria-pressed") === "true";
    speechSynthesis.cancel();
    this.button.setAttribute("aria-pressed", String(!speaking));
    if (speaking) return;
    // Some browsers fall silent in the middle of a long text, so each line is said by itself.
    const lines = this.text.innerText.split("\n").filter((line) => line.trim());
    for (const [place, line] of lines.entries()) {
      const speech = new SpeechSynthesisUtterance(line);
      speech.lang = this.text.lang || document.documentElement.lang;
      if (place === lines.length - 1) speech.onend = () => this.button.setAttribute("aria-pressed", "false");
      speechSynthesis.speak(speech);
    }
  }
}

customElements.define("listen-button", ListenButton);
