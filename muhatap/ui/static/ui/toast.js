// A toast with data-seconds="8" goes by itself; its ring shows what is left. Hover and focus hold it.
const STEP = 200;

function run(toast) {
  let left = Number(toast.dataset.seconds) * 1000;
  const total = Number(toast.dataset.total ?? toast.dataset.seconds) * 1000;
  if (!left || toast.dataset.running) return;
  toast.dataset.running = "yes";
  const arc = toast.querySelector(".ring-arc");
  const timer = setInterval(() => {
    // With data-goes something happens at the end whether or not anybody holds it.
    if (!("goes" in toast.dataset) && toast.matches(":hover, :focus-within")) return;
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
