// Days count in the zone of whoever looks: the browser names it when the form is sent.
for (const field of document.querySelectorAll("[data-own-zone]")) {
  field.form?.addEventListener("submit", () => {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
  });
}
