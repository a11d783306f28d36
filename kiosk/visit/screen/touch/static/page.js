// Shows the pictures that the kiosk sends, and sends key presses and touches. It decides nothing.
"use strict";

const SHAPES = {
  speaking: "M2 9h4l6-5v16l-6-5H2z M15 8h2v8h-2z M20 5h2v14h-2z",
  listening: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  paused: "M5 3h5v18H5z M14 3h5v18h-5z",
  waiting: "M2 10h5v5H2z M9.5 10h5v5h-5z M17 10h5v5h-5z",
};

const page = document.documentElement;
const part = (id) => document.getElementById(id);
let shown = { captions: [], choices: "" };
let following = true; // the current caption stays in sight, until somebody scrolls back

// Sets the letters' size: capitals of at least 4.8 mm and 0.7 degrees, and an x-height of at least
// distance * 16/2688 (accessibility.md I1 to I3), measured in the font that is installed.
function setSizes() {
  const distance = Number(page.dataset.viewingDistance);
  const millimetres = Number(page.dataset.screenInches) * 25.4;
  const pixel = Math.hypot(screen.width, screen.height) / millimetres;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `1000px ${getComputedStyle(page).fontFamily}`;
  const height = (letter) => pen.measureText(letter).actualBoundingBoxAscent / 1000;
  const capital = Math.max(4.8, 2 * distance * Math.tan((0.35 * Math.PI) / 180));
  const small = (distance * 16) / 2688;
  // Rounded up, since even a hundredth of a pixel too little misses the limit.
  const size = Math.ceil(pixel * Math.max(capital / height("I"), small / height("x")) + 0.5);
  page.style.setProperty("--text", `${size}px`);
  fit();
}

// Fixed parts of the page must leave room for the captions.
function fit() {
  const letters = innerWidth / parseFloat(getComputedStyle(page).fontSize);
  document.body.classList.toggle("wide", innerWidth > innerHeight && letters > 30);
  document.body.classList.toggle("low", part("answers").offsetHeight > innerHeight * 0.4);
  document.body.classList.remove("tight");
  const now = part("captions").lastElementChild;
  if (now !== null && now.offsetHeight > part("captions").clientHeight) {
    document.body.classList.add("tight");
  }
  if (following) part("captions").scrollTop = part("captions").scrollHeight;
}

function show(picture) {
  document.body.dataset.state = picture.state;
  part("status").dataset.status = picture.status;
  part("status-word").textContent = part("status-word").dataset[picture.status];
  part("shape").setAttribute("d", SHAPES[picture.status]);
  const title = picture.title || document.title;
  if (part("title").textContent !== title) {
    part("title").textContent = title;
    following = true;
    scrollTo(0, 0); // if the page is larger than the screen, the captions are at its top
  }
  say(part("notice"), picture.notice);
  part("alert").dataset.urgency = picture.alert;
  say(part("alert"), picture.alert && part("alert").dataset[picture.alert]);
  showCaptions(picture);
  showChoices(picture.choices);
  showPad(picture.state === "emergency");
  part("staff").hidden = !picture.notices.length;
  part("count").textContent = picture.notices.length;
  part("notices").replaceChildren(...picture.notices.map((text) => element("li", text)));
  fit();
  document.body.dataset.number = picture.number;
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

// Earlier captions stay, so that they can be read again.
function showCaptions(picture) {
  const place = part("captions");
  const before = shown.captions;
  const grows = before.every((text, at) => picture.captions[at] === text);
  if (grows && before.length === picture.captions.length) return;
  if (!grows) place.replaceChildren();
  for (const text of picture.captions.slice(grows ? before.length : 0)) place.append(element("p", text));
  for (const line of place.children) line.classList.toggle("now", line === place.lastElementChild);
  shown.captions = picture.captions;
  following ||= !grows;
}

// Choices that have a permanent button are not shown a second time.
function showChoices(choices) {
  const fixed = new Set([...document.querySelectorAll("#answers button, #commands button")].map((b) => b.dataset.key));
  const open = choices.filter((choice) => !fixed.has(choice.key));
  if (JSON.stringify(open) === shown.choices) return;
  const held = part("choices").contains(document.activeElement);
  part("choices").replaceChildren(
    ...open.map((choice) => {
      const button = element("button", "");
      button.type = "button";
      button.dataset.key = choice.key;
      button.append(element("kbd", choice.key), element("span", choice.label));
      const item = element("li", "");
      item.append(button);
      return item;
    }),
  );
  shown.choices = JSON.stringify(open);
  // A person who uses the tab key continues at the new choices; a key held down presses none of them.
  if (held) part("captions").focus();
}

// Staff end an emergency with their code and "#"; the pad is closed again for the next emergency.
function showPad(wanted) {
  if (part("pad").hidden !== wanted) return;
  part("pad").hidden = !wanted;
  part("pad").open = false;
  part("digits").replaceChildren(...(wanted ? [..."1234567890#"] : []).map(keyButton));
}

function keyButton(key) {
  const button = element("button", key);
  button.type = "button";
  button.dataset.key = key;
  return button;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button !== null) {
    send({ key: button.dataset.key });
    // A keypad's Enter must mean yes, not press the button that was touched last.
    if (event.detail > 0) button.blur();
  } else if (document.body.dataset.state === "attract") send({ key: " " });
});

document.addEventListener("keydown", (event) => {
  if (["Tab", "Shift"].includes(event.key)) return;
  const onButton = document.activeElement.matches("button:focus-visible");
  const clicks = event.key === "Enter" || event.key === " ";
  if (onButton && clicks && !event.repeat) return; // a click follows
  const scrolls = event.key.startsWith("Arrow") || event.key.startsWith("Page");
  if (scrolls && document.activeElement === part("captions")) return;
  event.preventDefault(); // F5 held down would reload the page
  const means = !["Dead", "Unidentified", "Process"].includes(event.key);
  if (event.repeat || event.isComposing || !means) return;
  if (event.key === "Enter") send({ typed: "\n" });
  else if ([...event.key].length === 1) send({ typed: event.key.toLowerCase() });
  else send({ named: event.key.toLowerCase() });
});

// A person who scrolls back to earlier captions stays there until another text is shown.
function looksBack() {
  const place = part("captions");
  following = place.scrollHeight - place.scrollTop - place.clientHeight < 10;
}

for (const moved of ["wheel", "touchmove", "keyup"]) {
  part("captions").addEventListener(moved, looksBack, { passive: true });
}
// Without a window manager, nothing makes the browser's kiosk window as large as the screen. The
// window may have only the screen's width or its height: if it has both, Chromium makes each one
// pixel smaller. This would make a full-screen window smaller, so such a window is left alone; a
// window with an address bar cannot be resized.
function fillScreen() {
  if (innerWidth >= screen.width && innerHeight >= screen.height - 1) return;
  moveTo(0, 0);
  resizeTo(screen.width, screen.height - 1);
}

setTimeout(fillScreen, 1000); // a window manager, if there is one, has resized the window by then
addEventListener("resize", setSizes);
setSizes();
document.fonts.load("1em " + getComputedStyle(page).fontFamily).then(setSizes); // it is measured anew
const { send } = keepConnected(show, (gone) => {
  part("gone").hidden = !gone;
});
