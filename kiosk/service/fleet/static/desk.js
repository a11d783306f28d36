// Shows the kiosks of a site, rings for calls, and sends button presses. The server decides the rest.
"use strict";

const SURE_FOR = 5000; // milliseconds within which the second press must follow the first
const WARN_EVERY = 15000; // milliseconds between two warnings while the desk is deaf (hears of no calls)
const CALL_EVERY = 10000; // milliseconds between two doorbells of a call that nobody has acknowledged
const REFUSED_FOR = 10000; // milliseconds for which the page shows why something was refused
const NEEDS = { emergency: "Emergency", call: "A visitor asks for staff", attention: "Staff, please come" };
const LABELS = {
  acknowledge: { emergency: "We are coming", call: "We are coming", attention: "We have seen it" },
  clear: {
    emergency: "Staff are with the visitor: end the emergency",
    call: "Staff are with the visitor: end the call",
  },
  restart: "Restart",
};
const AT_THE_KIOSK = "End the emergency at the kiosk: its MQTT broker is not protected, and anybody there could end it.";
const AGAIN = { clear: "Press again to end it: staff are there", restart: "Press again to restart" };

const part = (id) => document.getElementById(id);
const heading = document.title;
const shown = new Map(); // by kiosk's name: its key and its element in the page
let picture = { kiosks: [], trouble: "", warning: "" };
let since = performance.now(); // when the picture arrived
let lost = null; // whether the program is unreachable; null before the first message or failure
let known = new Set(); // calls that have been announced
let sure = { of: "", until: 0 }; // the action that a second press confirms
let warned = -WARN_EVERY;
let called = -CALL_EVERY; // when the doorbell rang last
let refusedUntil = 0;

const ring = new Ring(() => tell());
const { send } = keepConnected(
  (told) => {
    picture = told;
    since = performance.now();
    render();
  },
  (gone) => {
    if (gone === lost) return;
    lost = gone;
    render();
  },
  {
    heard: () => send({ rings: ring.sounds }),
    refused: (why) => {
      say("refused", why);
      refusedUntil = Date.now() + REFUSED_FOR;
    },
  },
);

function tell() {
  send({ rings: ring.sounds });
  render();
}

function say(id, text) {
  if (text && part(id).textContent !== text) part(id).textContent = text;
  part(id).hidden = !text;
}

function element(name, text, kind = "") {
  const made = document.createElement(name);
  made.textContent = text; // never as HTML: kiosks choose their own names
  if (kind) made.className = kind;
  return made;
}

function render() {
  const deaf = lost !== false || picture.trouble !== "";
  const calls = picture.kiosks.filter((kiosk) => kiosk.needs);
  const rest = picture.kiosks.filter((kiosk) => !kiosk.needs);
  part("gone").hidden = lost !== true;
  const deafness = picture.trouble && `No emergency is told here: ${picture.trouble}`;
  say("trouble", lost ? "" : deafness || picture.warning);
  part("silent").hidden = ring.sounds;
  document.body.classList.toggle("deaf", deaf);
  place(part("calls"), calls, card);
  place(part("kiosks"), rest, line);
  for (const name of shown.keys()) {
    if (!picture.kiosks.some((kiosk) => kiosk.name === name)) shown.delete(name);
  }
  // A deaf desk must not claim that there are no calls or no kiosks.
  part("nobody").hidden = deaf || calls.length > 0;
  part("none").hidden = deaf || picture.kiosks.length > 0;
  const serving = picture.kiosks.filter((kiosk) => kiosk.state.startsWith("in ")).length;
  const many = `${picture.kiosks.length} ${picture.kiosks.length === 1 ? "kiosk" : "kiosks"}, ${serving} in service`;
  say("summary", deaf ? `As it was: ${many}` : many);
  announce(calls);
  showAges();
  document.body.dataset.number = picture.number;
  document.body.dataset.rings = String(ring.ringing !== null);
}

function announce(calls) {
  const emergencies = calls.filter((kiosk) => kiosk.rings);
  ring.ring(emergencies.length > 0);
  const fresh = calls.filter((kiosk) => !known.has(kiosk.call) && !kiosk.acknowledged);
  if (fresh.some((kiosk) => kiosk.needs === "attention")) ring.once("attention");
  ringDoorbell(calls);
  if (fresh.length) part("announced").textContent = fresh.map((k) => `${NEEDS[k.needs]}: ${k.name}`).join(". ");
  else if (!calls.length) part("announced").textContent = ""; // so the same words can be announced again
  known = new Set(calls.map((kiosk) => kiosk.call));
  const loud = emergencies.map((kiosk) => kiosk.name).join(", ");
  document.title = lost || picture.trouble ? `DEAF – ${heading}` : loud ? `EMERGENCY ${loud} – ${heading}` : heading;
}

function ringDoorbell(calls) {
  const waits = calls.some((kiosk) => kiosk.needs === "call" && !kiosk.acknowledged);
  if (!waits) called = -CALL_EVERY; // a new call rings at once
  else if (performance.now() - called > CALL_EVERY) {
    called = performance.now();
    ring.once("call");
  }
}

// A kiosk's element stays in the page while it looks the same, so that it keeps the focus.
function place(list, kiosks, build) {
  const items = kiosks.map((kiosk) => {
    const { age, ...looks } = kiosk;
    const key = JSON.stringify([looks, build.name, sure.of.startsWith(`${kiosk.name}/`) && sure.of]);
    const before = shown.get(kiosk.name);
    if (before?.key === key) return before.item;
    const item = build(kiosk);
    if (before?.item.contains(document.activeElement)) item.dataset.focus = document.activeElement.dataset.do ?? "";
    shown.set(kiosk.name, { key, item });
    return item;
  });
  if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at])) {
    const focused = document.activeElement;
    list.replaceChildren(...items);
    if (list.contains(focused)) focused.focus();
  }
  const wanted = list.querySelector("[data-focus]");
  if (wanted !== null) {
    // If another button takes its place, an Enter meant for this one must not press that button.
    const same = wanted.querySelector(`[data-do="${wanted.dataset.focus}"]`);
    delete wanted.dataset.focus;
    (same ?? wanted).focus();
  }
}

function card(kiosk) {
  const item = element("li", "", `card ${kiosk.needs}`);
  item.tabIndex = -1;
  item.dataset.kiosk = kiosk.name;
  item.append(element("h3", kiosk.name), element("p", standing(kiosk), "standing"));
  const age = element("p", "", "age");
  age.hidden = !kiosk.call;
  item.append(age);
  if (kiosk.call && !kiosk.acknowledged) item.append(button(kiosk, "acknowledge", LABELS.acknowledge[kiosk.needs]));
  else if (kiosk.call && !kiosk.cleared && kiosk.clearable) item.append(button(kiosk, "clear", LABELS.clear[kiosk.needs]));
  else if (kiosk.call && !kiosk.cleared) item.append(element("p", AT_THE_KIOSK, "why"));
  for (const why of kiosk.why) item.append(element("p", why, "why"));
  return item;
}

function standing(kiosk) {
  const said = kiosk.told ? "" : " (the kiosk is not told yet)";
  if (kiosk.cleared) return `${NEEDS[kiosk.needs]} – staff are there${kiosk.told ? "; waiting for the kiosk" : said}`;
  if (kiosk.acknowledged) return `${NEEDS[kiosk.needs]} – acknowledged${said}`;
  return kiosk.state === "not connected" ? `${NEEDS[kiosk.needs]} – the kiosk is not connected` : NEEDS[kiosk.needs];
}

function line(kiosk) {
  const item = element("li", "", `line ${kiosk.state.startsWith("in ") ? "" : "away"}`);
  item.tabIndex = -1;
  item.dataset.kiosk = kiosk.name;
  item.append(element("h3", kiosk.name), element("p", kiosk.state, "standing"));
  for (const why of kiosk.why) item.append(element("p", why, "why"));
  if (kiosk.restartable) item.append(button(kiosk, "restart", LABELS.restart));
  return item;
}

function button(kiosk, what, label) {
  const of = `${kiosk.name}/${what}/${kiosk.call}`;
  const made = element("button", sure.of === of ? AGAIN[what] : label);
  made.type = "button";
  made.setAttribute("aria-label", `${made.textContent}: ${kiosk.name}`);
  made.classList.toggle("sure", sure.of === of);
  made.dataset.do = what;
  made.addEventListener("click", (event) => press(kiosk, what, of, event.detail));
  return made;
}

// An action that cannot be undone needs a second press; a double click counts as one.
function press(kiosk, what, of, clicks) {
  if (clicks > 1) return;
  if (what in AGAIN && sure.of !== of) {
    sure = { of, until: Date.now() + SURE_FOR };
    render();
    return;
  }
  sure = { of: "", until: 0 };
  const message = { do: what, kiosk: kiosk.name };
  if (what !== "restart") message.call = kiosk.call;
  if (!send(message)) say("refused", "That was not done: this page has lost its program.");
  render();
}

function showAges() {
  const gone = (performance.now() - since) / 1000;
  for (const kiosk of picture.kiosks) {
    const place = kiosk.call && shown.get(kiosk.name)?.item.querySelector(".age");
    if (!place) continue;
    const seconds = Math.floor(kiosk.age + gone);
    const minutes = Math.floor(seconds / 60);
    place.textContent = minutes ? `for ${minutes} min` : `for ${seconds} s`;
  }
}

setInterval(() => {
  showAges();
  ringDoorbell(picture.kiosks);
  if (sure.of && Date.now() > sure.until) {
    sure = { of: "", until: 0 };
    render();
  }
  if (refusedUntil && Date.now() > refusedUntil) {
    refusedUntil = 0;
    say("refused", "");
  }
  if ((lost || picture.trouble) && performance.now() - warned > WARN_EVERY) {
    warned = performance.now();
    ring.once("deaf");
  }
}, 1000);

part("try").addEventListener("click", () => ring.once("emergency"));
part("ring-on").addEventListener("click", () => part("try").focus());
