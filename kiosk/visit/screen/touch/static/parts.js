// Makes the parts of which every picture consists: elements, icons, tiles and buttons.
"use strict";

const part = (id) => document.getElementById(id);

function element(name, text = "", classes = "") {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

function icon(name, classes = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// The icon of what can be chosen: a section or topic has one of its own.
function iconOf(intent) {
  return intent.replace(/^(topic|section)\./, "").replace(/\.(intro|closing)$/, "").replaceAll(".", "-");
}

// A button for one thing that can be chosen, as the kiosk tells it (see `Tile`).
function buttonFor(tile, classes) {
  const button = element("button", "", classes);
  button.type = "button";
  if (tile.key && !/[0-9]/.test(tile.key)) button.dataset.key = tile.key;
  else button.dataset.choose = tile.intent;
  button.append(icon(iconOf(tile.intent)), element("span", tile.name));
  if (tile.heard) button.append(tick());
  button.classList.toggle("offered", tile.offered);
  return button;
}

function tick() {
  const mark = icon("tick", "icon tick");
  mark.removeAttribute("aria-hidden");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", part("screen").dataset.heard);
  return mark;
}

function group(classes, label, children) {
  const made = element("div", "", classes);
  if (label) {
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", label);
  }
  made.append(...children);
  return made;
}

function showLevel(place, step, said) {
  if (place.getAttribute("aria-label") === said) return;
  place.replaceChildren(
    ...Array.from({ length: step.of }, (_, at) => element("i", "", at < step.number ? "on" : "")),
  );
  place.setAttribute("aria-label", said);
}
