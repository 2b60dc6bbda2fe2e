// The page around the verifier: what was chosen, what is said.
const isTurkish = () => document.documentElement.lang === "tr";
const said = (code, words = {}) => WORDS[code][isTurkish() ? 1 : 0].replace(/{(\w+)}/g, (_, name) => words[name] ?? "");

function report(verifier) {
  if (verifier.faults.length) return verifier.faults.map(([code, words]) => said("altered", { what: said(code, { ...words, why: words.why && said(words.why, words) }) }));
  const told = verifier.manifest;
  const lines = [said(verifier.redacted.length || verifier.withheld.length ? "intact" : "complete")];
  for (const code of ["redacted", "withheld", "absent"]) if (verifier[code].length) lines.push(said(code, { places: verifier[code].join(", ") }));
  for (const { seq, field, kind, why, digest } of verifier.removed) lines.push(said("removed", { seq, field, why, digest, kind: WORDS[kind] ? said(kind) : kind }));
  lines.push(said("sealed", { number: told.number, at: told.made_at, events: told.stream.length, who: said(told.audience) }));
  if (told.head_log) lines.push(said("log", told.head_log));
  if (told.head_log?.root) lines.push(said("root", told.head_log));
  lines.push(said(verifier.pem ? "given" : "inside", { key: verifier.fingerprint }));
  if (!verifier.pem) lines.push(said("compare"));
  return lines;
}

async function answer(file, pem) {
  try {
    const verifier = new Verifier(await Zipped.open(file), pem);
    await verifier.run();
    return [verifier.faults.length ? "bad" : "good", report(verifier)];
  } catch (error) {
    if (error instanceof Refused) return ["bad", [said("refused", { why: said(error.code, error.words) })]];
    return ["bad", [said("not_read", { why: error.message })]];
  }
}

function speak(language) {
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll("[data-tr]")) part.textContent = part.dataset[language];
  document.title = document.querySelector("h1").textContent;
}

const form = document.forms[0];
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [outcome, lines] = await answer(form.dossier.files[0], form.key.value.trim());
  const found = document.getElementById("found");
  found.className = outcome;
  found.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  found.focus();
});
for (const button of document.querySelectorAll("[data-speak]")) button.addEventListener("click", () => speak(button.dataset.speak));
speak(navigator.language.startsWith("tr") ? "tr" : "en");
