// Blocks keys and gestures that would make the browser open, print, save, reload or zoom something.
// In a window without an address bar the page gets these events first. This file is loaded before
// all others; it presses no key of the kiosk.
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
// Ctrl with the wheel zooms.
addEventListener("wheel", (event) => opensSomething(event) && swallow(event), { capture: true, passive: false });
// The middle mouse button pastes; the side buttons go back and forward.
for (const name of ["mousedown", "mouseup", "auxclick"]) {
  addEventListener(name, (event) => event.button > 0 && swallow(event), { capture: true });
}
for (const name of ["contextmenu", "dragstart", "dragover", "drop", "copy", "cut", "paste"]) {
  addEventListener(name, swallow, { capture: true });
}
