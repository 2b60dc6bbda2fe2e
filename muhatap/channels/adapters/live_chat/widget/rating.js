// After the chat: the questions of the charter's survey, each a row of numbers, and words of her own.
import { el } from "./build.js";

function scale({ name, asked, from, to, low, high }) {
  const numbers = Array.from({ length: to - from + 1 }, (_, place) => from + place);
  const labels = numbers.map((value) => el("label", {}, el("input", { type: "radio", name, value: String(value), "aria-label": value === from ? `${value}, ${low}` : value === to ? `${value}, ${high}` : null }), String(value)));
  return el("fieldset", {}, el("legend", {}, asked), el("div", { class: "scale" }, labels), el("p", { class: "s ends" }, el("span", {}, low), el("span", {}, high)));
}

export function rating({ client, setup, again }) {
  const { words } = setup;
  const said = el("p", { class: "e", role: "alert" });
  const comment = el("textarea", { rows: 2, name: "comment", "aria-label": words.comment, placeholder: words.comment });
  const made = el("form", { class: "log", "aria-label": words.rate, novalidate: true, onsubmit: give }, setup.survey.map(scale), comment, said, el("button", { class: "p" }, words.rate_send));
  const whole = el("div", { class: "log" }, made, el("button", { type: "button", onclick: again }, words.another));

  async function give(event) {
    event.preventDefault();
    const { comment: told, ...numbers } = Object.fromEntries(new FormData(made));
    if (!numbers.score) {
      said.textContent = words.rate_which;
      made.querySelector("input").focus();
      return;
    }
    const scores = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]));
    const answer = await client.call("rate", { ...scores, comment: told });
    if (answer?.status !== 200 && answer?.status !== 409) {
      said.textContent = words.again;
      return;
    }
    made.replaceChildren(el("p", { role: "status", tabindex: "-1" }, words.thanks));
    made.firstChild.focus();
  }

  return whole;
}
