// Dialogs open from a button ([data-open="id"]) and from an address (#id).
function show(id) {
  const dialog = document.getElementById(id);
  if (!dialog?.showModal || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
}

function showFromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id && document.getElementById(id)?.matches("dialog")) show(id);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) show(opener.dataset.open);
});

document.addEventListener("close", (event) => {
  if (location.hash === `#${event.target.id}`) history.replaceState(null, "", location.pathname + location.search);
}, true);

addEventListener("hashchange", showFromAddress);
showFromAddress();
