// Makes the picture of each kind of scene. It only places what the kiosk has told.
"use strict";

const words = part("screen").dataset;

// The clinic's own; its name stands beside it.
if (words.logo) {
  const logo = element("img");
  logo.id = "logo";
  logo.alt = "";
  logo.src = words.logo;
  part("title").before(logo);
}

function sentences(scene, classes) {
  const text = element("p", "", `said ${classes}`);
  text.append(
    ...scene.text.flatMap((sentence) => [element("span", sentence, "sentence"), " "]),
  );
  return text;
}

// A sentence alone is as large as a question.
const fitting = (scene) =>
  scene.text.length ? [sentences(scene, scene.text.length > 1 ? "fits" : "fits question")] : [];

function topic(scene) {
  const text = group("said reading", words.spoken, []);
  text.append(
    ...scene.text.map((sentence, at) => {
      const button = element("button", sentence, "sentence");
      button.type = "button";
      button.title = words.hear;
      button.dataset.hear = at;
      return button;
    }),
  );
  text.addEventListener("scroll", () => leaveOutCut(text), { passive: true });
  return text;
}

function tiles(scene, more = []) {
  const all = [...scene.tiles.map((tile) => buttonFor(tile, "tile")), ...more];
  return all.length ? [group(all.length > 4 ? "tiles many" : "tiles", words.choices, all)] : [];
}

const answers = (scene) =>
  scene.answers.length
    ? [group("answers", words.answers, scene.answers.map((tile) => buttonFor(tile, "answer")))]
    : [];

function extras(scene, ...intents) {
  const here = scene.commands.filter((command) => intents.includes(command.intent));
  return here.length ? [group("extras", "", here.map((command) => buttonFor(command, "extra")))] : [];
}

// The buttons that the help speaks of, and the one for its next page.
function spokenOf(scene) {
  const further = { intent: "more", name: words.further, key: "e", heard: false, offered: false };
  return tiles({ tiles: [...scene.tiles, further] });
}

// The one action of a picture, large.
function one(key, name, symbol) {
  const button = element("button", "", "one");
  button.type = "button";
  button.dataset.key = key;
  button.append(icon(symbol), element("span", name));
  return button;
}

function idle(picture) {
  const made = element("div", "", "idle");
  const own = element("p", words.purpose, "purpose fits");
  const secret = fact("private", words.private);
  secret.className = "private";
  made.append(own, one(" ", picture.title, "touch"), secret);
  return [made, icon("calm", "calm")];
}

// Opens the code that takes the topic home.
function home({ code }) {
  if (!code) return [];
  const button = element("button", "", "tile");
  button.type = "button";
  button.dataset.page = "home";
  button.append(icon("phone"), element("span", words.home));
  return [button];
}

function question(scene) {
  const asked = element("p", "", "said fits question");
  const span = element("span", scene.question || scene.text.join(" "), "sentence");
  asked.append(span);
  return [scene.question ? asked : sentences(scene, "fits question"), ...answers(scene), ...extras(scene, "skip")];
}

function fact(symbol, text) {
  const made = element("p");
  made.append(icon(symbol), element("span", text));
  return made;
}

function emergency(scene) {
  const told = scene.call === "taken" ? words.taken : words.made;
  const facts = group("facts", "", [fact("calling", told), fact("stay", words.stay)]);
  return [facts, ...fitting(scene)];
}

const SCENES = {
  idle: (scene, picture) => idle(picture),
  welcome: (scene) => [...tiles(scene), ...answers(scene)],
  menu: (scene) => [...tiles(scene), ...answers(scene)],
  which: (scene) => [...fitting(scene), ...tiles(scene), ...answers(scene)],
  preamble: (scene) => [...fitting(scene), ...answers(scene)],
  reading: (scene, picture) => [topic(scene), ...tiles(scene, home(picture)), ...answers(scene), ...extras(scene, "more", "simpler", "skip")],
  question,
  asked_back: (scene) => [element("p", `${words.asked} ${scene.question}`, "asked"), ...fitting(scene), ...answers(scene)],
  outcome: (scene) => [...fitting(scene), group("extras", words.choices, scene.tiles.map((tile) => buttonFor(tile, "extra"))), ...answers(scene)],
  emergency,
  help: (scene) => [...fitting(scene), ...spokenOf(scene), ...answers(scene)],
  offer: (scene) => [...fitting(scene), ...answers(scene)],
  paused: (scene) => [...fitting(scene), one("c", words.continue, "continue"), ...extras(scene, "goodbye")],
  unplugged: (scene) => [icon("headphones_out", "icon art"), ...fitting(scene), one("c", words.continue, "continue"), ...extras(scene, "goodbye")],
  still_there: (scene) => [...fitting(scene), one("y", words.here, "still_there"), ...extras(scene, "more_time")],
  goodbye: fitting,
  out_of_service: (scene) => [icon("out_of_service", "icon art"), ...fitting(scene)],
};

// Makes the picture; a switch's offer stands before everything else.
function scenery(picture) {
  const made = SCENES[picture.scene.kind](picture.scene, picture);
  if (picture.scene.switch) made.push(element("p", `${words.press} ${picture.scene.switch}`, "switch"));
  return made;
}

// What of a picture makes a new one, beside what changes in it while it stands.
function signatureOf({ state, title, scene, code }) {
  const { volume, rate, one_at_a_time, headphones, letters, colors, preferences, ...rest } = scene;
  return JSON.stringify([state, title, rest, code !== null]);
}
