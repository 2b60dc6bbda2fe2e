// Making elements without any HTML in strings, so that pages with trusted types and strict policies take us.
const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  chat: "M3.5 4.5h13a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H9L5.5 16.5v-3h-2a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z",
  minus: "M4 10h12",
  clip: "m15.5 9.5-5.7 5.7a3.4 3.4 0 0 1-4.8-4.8l6.2-6.2a2.3 2.3 0 0 1 3.2 3.2l-6 6a1.1 1.1 0 0 1-1.6-1.6l5.2-5.2",
  send: "M3 10 17 3.5 13 16.5 9.5 11zm6.5 1 3-3",
  more: "M5 10h.01M10 10h.01M15 10h.01",
};

/** `el("button", { type: "button", onclick }, "Send", child)`; what is null or false is left out. */
export function el(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child || child === 0));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export function minutes(words, seconds) {
  return seconds < 60 ? words.seconds : fill(words.minutes, { count: Math.ceil(seconds / 60) });
}

/** Whether white can be read on a colour (WCAG 1.4.3). */
export function isDark(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)?.[1];
  if (!hex) return false;
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5;
}
