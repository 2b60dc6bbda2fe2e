// Everything here is an extra: pages, forms and menus work without it.
import "./clock.js";
import "./theme.js";
import "./dialogs.js";
import "./keys.js";
import "./copy.js";
import "./paste.js";
import "./busy.js";
import "./toast.js";
import "./listen.js";

for (const el of document.querySelectorAll("[data-needs-script]")) el.hidden = false;
for (const el of document.querySelectorAll(".timeline")) el.scrollTop = el.scrollHeight;
document.querySelector("[data-focus-on-load]:not([data-quiet] *)")?.focus();
