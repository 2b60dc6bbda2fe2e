// Where somebody was in a list is remembered for this tab: coming back from a case lands there again.
const pane = document.querySelector(".ws-list");
const query = new URLSearchParams(location.search);
for (const passing of ["did", "chosen", "part"]) query.delete(passing);
const key = `list ${query}`;
const isList = Boolean(document.querySelector('.ws[data-pane="list"]'));

function keep(number) {
  const held = document.activeElement?.closest?.("li.case")?.querySelector('[name="case"]')?.value;
  try {
    sessionStorage.setItem(key, JSON.stringify({ top: pane.scrollTop, number: number ?? held ?? "" }));
  } catch {
    // Full or forbidden: the list then begins at its top.
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
  } catch {
    return;
  }
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (!kept || (came !== "back_forward" && came !== "reload" && !/\/desk\/cases\//.test(document.referrer))) return;
  pane.scrollTop = kept.top;
  const box = kept.number && pane.querySelector(`[name="case"][value="${CSS.escape(kept.number)}"]`);
  box?.closest("li").querySelector(".case-who").focus({ preventScroll: true });
}

if (pane && isList) {
  restore();
  addEventListener("pagehide", () => keep());
  pane.addEventListener("click", (event) => {
    const row = event.target.closest(".case-who")?.closest("li");
    if (row) keep(row.querySelector('[name="case"]').value);
  });
}
