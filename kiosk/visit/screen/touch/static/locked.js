// Keeps from the browser whatever would open, print, save, reload or zoom something. In a window
// without an address bar the page is asked first. Loaded before all else; it presses nothing.
"use strict";

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function opensSomething(event) {
  return event.ctrlKey || event.altKey || event.metaKey;
}

for (const name of ["keydown", "keypress", "keyup"]) {
  addEventListener(name, (event) => opensSomething(event) && swallow(event), { capture: true });
}
// Ctrl and the wheel zoom.
addEventListener("wheel", (event) => opensSomething(event) && swallow(event), { capture: true, passive: false });
// The middle button pastes; those at the side go back and forth.
for (const name of ["mousedown", "mouseup", "auxclick"]) {
  addEventListener(name, (event) => event.button > 0 && swallow(event), { capture: true });
}
for (const name of ["contextmenu", "dragstart", "dragover", "drop", "copy", "cut", "paste"]) {
  addEventListener(name, swallow, { capture: true });
}
