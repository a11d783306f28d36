// Shows the pictures that the kiosk sends, and sends key presses and touches. It decides nothing.
"use strict";

const SHAPES = {
  speaking: "M2 9h4l6-5v16l-6-5H2z M15 8h2v8h-2z M20 5h2v14h-2z",
  listening: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  paused: "M5 3h5v18H5z M14 3h5v18h-5z",
  waiting: "M2 10h5v5H2z M9.5 10h5v5h-5z M17 10h5v5h-5z",
};

let standing = ""; // the picture that stands, as it was told
let lastHeard = 0; // how often the visitor had been heard then
let signature = ""; // of the picture that stands

// How loud the visitor is changes often, and is cheap to show; all else is shown when it changes.
function show(picture) {
  const { number, level, heard, ...rest } = picture;
  showVoice(level, heard);
  const told = JSON.stringify(rest);
  if (told !== standing) showAll(rest);
  standing = told;
  document.body.dataset.number = number;
}

// The level moves and "heard" blinks once: only where the visitor's browser is not asked to be still.
function showVoice(level, heard) {
  part("voice").dataset.level = level;
  if (heard === lastHeard) return;
  lastHeard = heard;
  part("status").classList.remove("heard");
  part("status").getBoundingClientRect(); // else the animation would not begin again
  part("status").classList.add("heard");
}

function showAll(picture) {
  const { scene } = picture;
  const begins = document.body.dataset.state !== picture.state;
  document.body.dataset.state = picture.state;
  document.body.dataset.kind = scene.kind;
  showLook(scene);
  open(scene.preferences ? "drawer" : begins || part("home").hidden ? "screen" : "home");
  showHead(picture);
  showAlert(picture);
  showScene(picture);
  showCaption(picture);
  showBar(scene);
  showPad(scene);
  showCode(picture.code);
  fit();
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

function showHead(picture) {
  const { scene } = picture;
  part("status").dataset.status = picture.status;
  part("status-word").textContent = part("status-word").dataset[picture.status];
  part("shape").setAttribute("d", SHAPES[picture.status]);
  const own = { idle: words.clinic, emergency: words.emergency };
  const title = own[scene.kind] ?? (picture.title || words.clinic);
  part("title").dataset.title = title;
  showTitle();
  const place = scene.place;
  part("place").hidden = place === null;
  if (place !== null) {
    const said = `${place.number} ${words.of} ${place.of}`;
    part("place-word").textContent = said;
    part("place").setAttribute("aria-label", said);
    part("place-bar").firstElementChild.style.width = `${(100 * place.number) / place.of}%`;
  }
  say(part("notice"), scene.kind === "emergency" ? "" : picture.notice);
  part("staff").hidden = !picture.notices.length;
  part("count").textContent = picture.notices.length;
  part("notices").replaceChildren(...picture.notices.map((text) => element("li", text)));
}

// What is called, and what has become of it.
function showAlert({ alert, scene }) {
  const place = part("alert");
  const urgent = scene.kind === "emergency"; // then the whole picture is about it
  const told = urgent ? [] : [place.dataset[alert], place.dataset[scene.call]].filter(Boolean);
  if (place.textContent === told.join("")) return;
  place.dataset.urgency = alert;
  place.replaceChildren(...told.map((text, at) => element("span", text, at ? "call" : "")));
  place.hidden = !told.length;
}

function showScene(picture) {
  const next = signatureOf(picture);
  if (next === signature) return;
  signature = next;
  const main = part("screen");
  const held = main.contains(document.activeElement);
  main.replaceChildren(...scenery(picture));
  main.scrollTop = 0;
  scrollTo(0, 0); // if the page is larger than the screen, what is new is at its top
  // A person who uses the tab key continues at the new choices; a key held down presses none of them.
  if (held) main.focus();
}

// The words that sound are marked where they stand; words that stand nowhere have a line of their own.
function showCaption({ caption }) {
  const all = [...document.querySelectorAll("#screen .sentence")];
  const same = all.filter((each) => each.textContent === caption);
  // A text may have a sentence twice: the words go on from the one that was marked before.
  const before = all.findIndex((each) => each.classList.contains("now"));
  const now = same.find((each) => all.indexOf(each) >= before) ?? same[0];
  for (const each of all) each.classList.toggle("now", each === now);
  say(part("caption"), now || part("screen").hidden ? "" : caption);
  if (part("screen").hidden) say(part("caption"), caption);
  part("caption").classList.toggle("now", !part("caption").hidden);
}

function showBar(scene) {
  const works = new Map(scene.commands.map((command) => [command.key, command]));
  for (const button of document.querySelectorAll("#bar [data-key], #drawer [data-key]")) {
    const command = works.get(button.dataset.key);
    button.disabled = command === undefined;
    button.classList.toggle("offered", command?.offered ?? false);
  }
  const of = (step) => `${step.number} ${words.of} ${step.of}`;
  showLevel(part("volume"), scene.volume, `${part("volume").dataset.of} ${of(scene.volume)}`);
  showLevel(part("rate"), scene.rate, of(scene.rate));
  const told = part("headphones").dataset;
  say(part("headphones"), scene.headphones ? told.in : told.out);
  document.querySelector('#drawer [data-key="o"]').setAttribute("aria-pressed", scene.one_at_a_time);
}

// Where a yes may fetch staff, a digit is an answer.
const DIGITS_ANSWER = ["question", "asked_back", "help", "offer", "which"];

// During a call, "#" tells the kiosk that digits follow.
part("pad").addEventListener("toggle", () => {
  fit();
  if (part("pad").open && document.body.dataset.kind !== "emergency") send({ key: "#" });
});

// Staff end an emergency or a call with "#", their code and "#"; the pad is closed again for the next.
function showPad(scene) {
  const wanted = scene.kind === "emergency" || (scene.call !== "" && !DIGITS_ANSWER.includes(scene.kind));
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

// "How I like it", or the code to take home, stands in the picture's place.
function open(id) {
  for (const each of ["screen", "drawer", "home"]) part(each).hidden = each !== id;
  document.querySelector('#bar [data-key="i"]').setAttribute("aria-expanded", id === "drawer");
  showTitle();
}

function showTitle() {
  const place = part("title");
  const title = part("drawer").hidden ? place.dataset.title : words.preferences;
  if (place.textContent !== title) place.textContent = title;
}

function showCode(code) {
  const svg = part("home").querySelector("svg");
  svg.setAttribute("viewBox", code ? `0 0 ${code.size} ${code.size}` : "0 0 1 1");
  svg.firstElementChild.setAttribute("d", code ? code.path : "");
}

const usual = page.dataset.theme;

// Letters and colors as this visitor likes them.
function showLook({ letters, colors }) {
  page.dataset.theme = colors || usual;
  for (const [key, theme] of [["l", "light"], ["d", "dark"]])
    document.querySelector(`#drawer [data-key="${key}"]`).setAttribute("aria-pressed", page.dataset.theme === theme);
  showLevel(part("letters"), letters, `${letters.number} ${words.of} ${letters.of}`);
  const larger = letters.of > 1 ? 1 + (letters.number - 1) / (letters.of - 1) / 2 : 1;
  if (Number(page.dataset.letters ?? 1) === larger) return;
  page.dataset.letters = larger;
  setSizes();
}

// The code to take home stands in the picture's place; the kiosk need not know of it.
function change(what) {
  open(what === "home" ? "home" : "screen");
  fit();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button !== null) {
    const { key, choose, hear, page: what } = button.dataset;
    if (key !== undefined) send({ key });
    else if (choose !== undefined) send({ choose });
    else if (hear !== undefined) send({ hear: Number(hear) });
    else if (what !== undefined) change(what);
    // A keypad's Enter must mean yes, not press the button that was touched last.
    if (event.detail > 0) button.blur();
  } else if (document.body.dataset.state === "attract") send({ key: " " });
});

document.addEventListener("keydown", (event) => {
  if (["Tab", "Shift"].includes(event.key)) return;
  const onButton = document.activeElement.matches(":is(button, summary):focus-visible");
  const clicks = event.key === "Enter" || event.key === " ";
  if (onButton && clicks && !event.repeat) return; // a click follows
  event.preventDefault(); // F5 held down would reload the page
  const means = !["Dead", "Unidentified", "Process"].includes(event.key);
  if (event.repeat || event.isComposing || !means) return;
  if (event.key === "Enter") send({ typed: "\n" });
  else if ([...event.key].length === 1) send({ typed: event.key.toLowerCase() });
  else send({ named: event.key.toLowerCase() });
});

const { send } = keepConnected(show, (gone) => {
  part("gone").hidden = !gone;
});
