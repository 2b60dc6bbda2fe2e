// Before the chat: who, about what, what to have ready; and out of hours the form that becomes a case.
import { el, fill, minutes } from "./build.js";

const INPUTS = { email: "email", phone: "tel", date: "date", past_date: "date" };

function question(field, given, words) {
  const id = `f-${field.code}`;
  const described = field.help ? `${id}-h` : null;
  const inputs = field.parts.map((part) => {
    const name = field.code + part;
    const common = { id: part ? `${id}${part}` : id, name, "aria-describedby": described, required: true };
    const options = part === "-currency" ? field.currencies.map((each) => [each, each]) : field.choices;
    if (options.length) {
      const empty = part === "-currency" ? [] : [el("option", { value: "" }, words.choose)];
      return el("select", { ...common, "aria-label": part ? `${field.label} ${part.slice(1)}` : null }, empty, options.map(([code, label]) => el("option", { value: code }, label)));
    }
    if (field.kind === "long_text") return el("textarea", { ...common, rows: 3 });
    const type = part === "-time" ? "time" : part === "-date" ? "date" : INPUTS[field.kind] ?? "text";
    return el("input", { ...common, type, autocomplete: "off", "aria-label": part ? `${field.label} ${part.slice(1)}` : null });
  });
  for (const input of inputs) if (given[input.name]) input.value = given[input.name];
  return row(inputs[0].id, field.label, inputs, field.help);
}

function row(id, label, inputs, help = "") {
  return el("div", { class: "f" }, el("label", { for: id }, label), inputs, help && el("p", { class: "s", id: `${id}-h` }, help), el("p", { class: "e", id: `${id}-e`, hidden: true }));
}

/** The labels and values of a form of the page, without what no colleague needs to see. */
export function draftOf(form) {
  const seen = [...form.elements].filter((each) => each.name && each.value && !/^(hidden|password|file|submit|button)$/.test(each.type) && each.name !== "website" && (!/^(radio|checkbox)$/.test(each.type) || each.checked));
  return seen.slice(0, 40).map((each) => [(each.labels?.[0]?.textContent ?? each.name).trim().slice(0, 200), each.value.slice(0, 2000)]);
}

export function placeOf() {
  const agent = navigator.userAgentData;
  return {
    page: location.origin + location.pathname,
    title: document.title.slice(0, 200),
    device: agent ? `${agent.brands?.at(-1)?.brand ?? ""} ${agent.platform}${agent.mobile ? " · mobile" : ""}` : navigator.userAgent,
    screen: `${innerWidth}×${innerHeight}`,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** `begin(body)` answers null, or what is wrong by input. */
export function beforeChat({ setup, base, form, known, begin }) {
  const { words } = setup;
  const fields = el("div", { class: "log" });
  const values = () => Object.fromEntries(new FormData(made));
  const topic = el("select", { id: "f-topic", name: "topic", required: true, onchange: showTopic }, el("option", { value: "" }, words.choose), setup.topics.map((each) => el("option", { value: each.code }, each.name)));
  const submit = el("button", { class: "p" }, setup.open ? words.start : words.open_case);
  const made = el(
    "form",
    { class: "body", novalidate: true, onsubmit: send },
    setup.standing && el("p", { class: "s", role: "status" }, setup.standing),
    el("p", {}, setup.open ? words.intro : words.offline),
    setup.expected && setup.open && el("p", { class: "s" }, setup.expected),
    !setup.open && setup.phone && el("p", { class: "s" }, el("a", { href: `tel:${setup.phone.replaceAll(" ", "")}` }, fill(words.urgent, { phone: setup.phone }))),
    el("p", { class: "e", role: "alert", id: "f-all-e", hidden: true }),
    setup.topics.length > 0 && row("f-topic", words.topic, topic),
    fields,
    !known && row("f-name", words.name, el("input", { id: "f-name", name: "name", autocomplete: "name", required: true })),
    !known && row("f-email", words.email, el("input", { id: "f-email", name: "email", type: "email", autocomplete: "email", "aria-describedby": "f-email-h", required: !setup.open }), words.email_help),
    row("f-text", words.what, el("textarea", { id: "f-text", name: "text", rows: 3, required: true, maxlength: String(setup.longest) })),
    el("label", { class: "check" }, el("input", { type: "checkbox", name: "may_see_place" }), el("span", {}, words.place)),
    form && el("label", { class: "check" }, el("input", { type: "checkbox", name: "with_draft", checked: true }), el("span", {}, words.draft)),
    el("p", { class: "s" }, words.notice, " ", el("a", { href: base + setup.privacy, target: "_blank", rel: "noopener" }, words.why)),
    submit,
    el("a", { class: "b q", href: base + setup.callback }, words.call_back),
  );

  function showTopic() {
    const chosen = setup.topics.find((each) => each.code === topic.value);
    const ready = [...(chosen?.ready ?? []), ...setup.checklist];
    const held = values();
    fields.replaceChildren(
      ...[
        ready.length > 0 && el("div", {}, el("b", {}, words.ready), el("ul", { class: "ready" }, ready.map((each) => el("li", {}, each)))),
        chosen?.form && el("p", { class: "s" }, words.by_form, " ", el("a", { href: base + chosen.form }, words.to_form)),
        chosen?.urgent && setup.phone && el("p", {}, el("a", { class: "b", href: `tel:${setup.phone.replaceAll(" ", "")}` }, fill(words.urgent, { phone: setup.phone }))),
        ...(chosen?.fields ?? []).map((each) => question(each, held, words)),
      ].filter(Boolean),
    );
  }

  function show(troubles) {
    for (const each of made.querySelectorAll(".e")) each.hidden = true;
    for (const each of made.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
    let first = null;
    for (const [name, said] of Object.entries(troubles)) {
      const input = made.elements.namedItem(name);
      const place = input && made.querySelector(`#${CSS.escape(input.closest(".f").querySelector("label").htmlFor)}-e`);
      if (!place) continue;
      place.textContent = said;
      place.hidden = false;
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), place.id].filter(Boolean).join(" "));
      first ??= input;
    }
    const all = made.querySelector("#f-all-e");
    all.textContent = first ? words.wrong : words.again;
    all.hidden = false;
    (first ?? submit).focus();
  }

  async function send(event) {
    event.preventDefault();
    const { topic: code, name, email, text, may_see_place: seen, with_draft: drafted, ...answers } = values();
    submit.disabled = true;
    const troubles = await begin({
      topic: code, name, email, text,
      fields: answers,
      may_see_place: Boolean(seen),
      place: seen ? placeOf() : {},
      draft: drafted ? draftOf(form) : [],
    });
    submit.disabled = false;
    if (troubles) show(troubles);
  }

  return made;
}

export function standing(setup) {
  const { words } = setup;
  if (!setup.open) return [words.closed, setup.opens && fill(words.opens, { time: setup.opens })];
  return [words.hello, setup.wait ? fill(words.wait, { wait: minutes(words, setup.wait) }) : words.open];
}
