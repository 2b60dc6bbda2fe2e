// A toast with data-seconds="8" goes by itself; its ring shows what is left. Hover and focus hold it.
const STEP = 200;

function run(toast) {
  const total = Number(toast.dataset.seconds) * 1000;
  if (!total || toast.dataset.running) return;
  toast.dataset.running = "yes";
  let left = total;
  const arc = toast.querySelector(".ring-arc");
  const timer = setInterval(() => {
    if (toast.matches(":hover, :focus-within")) return;
    left -= STEP;
    arc?.setAttribute("stroke-dasharray", `${Math.max(0, Math.round((left / total) * 100))} 100`);
    if (left > 0) return;
    clearInterval(timer);
    toast.dispatchEvent(new CustomEvent("toast:over", { bubbles: true }));
    toast.remove();
  }, STEP);
}

const start = () => { for (const toast of document.querySelectorAll(".toast[data-seconds]:not([hidden])")) run(toast); };
start();
document.addEventListener("htmx:afterSettle", start);
