// Shows the kiosks of a site, rings for calls, and sends button presses. The server decides the rest.
"use strict";

const SURE_FOR = 5000; // milliseconds within which the second press must follow the first
const WARN_EVERY = 15000; // milliseconds between two warnings while the desk is deaf (hears of no calls)
const CALL_EVERY = 10000; // milliseconds between two doorbells of a call that nobody has acknowledged
const REFUSED_FOR = 10000; // milliseconds for which the page shows why something was refused
const AT_FULL_AFTER = 30; // seconds after which an emergency that nobody has taken rings at full loudness
const MOST_CALLS = 8; // of today's calls that stand on the page; the others are in a fold

const part = (id) => document.getElementById(id);
const heading = document.title;
const shown = new Map(); // by kiosk's name: its key and its element in the page
let picture = { kiosks: [], trouble: "", warning: "", loudness: LOUDEST, today: { since: "", calls: [] } };
let since = performance.now(); // when the picture arrived
let lost = null; // whether the program is unreachable; null before the first message or failure
let known = new Set(); // calls that have been announced
let sure = { of: "", until: 0 }; // the action that a second press confirms
let warned = -WARN_EVERY;
let called = -CALL_EVERY; // when the doorbell rang last
let refusedUntil = 0;
let today = ""; // the calls that are shown as those of today

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
  const words = part(id).querySelector("span") ?? part(id);
  if (text && words.textContent !== text) words.textContent = text;
  part(id).hidden = !text;
}

function render() {
  const deaf = lost !== false || picture.trouble !== "";
  const calls = picture.kiosks.filter((kiosk) => kiosk.needs);
  const rest = picture.kiosks.filter((kiosk) => !kiosk.needs);
  part("gone").hidden = lost !== true;
  const deafness = picture.trouble && `Emergencies do not reach this desk: ${picture.trouble}`;
  say("trouble", lost ? "" : deafness || picture.warning);
  part("silent").hidden = ring.sounds;
  document.body.classList.toggle("deaf", deaf);
  place(part("calls"), calls, card);
  place(part("kiosks"), rest, line);
  for (const name of shown.keys()) {
    if (!picture.kiosks.some((kiosk) => kiosk.name === name)) shown.delete(name);
  }
  // A deaf desk must not claim that there are no calls or no kiosks.
  part("nobody").hidden = deaf || calls.length > 0 || picture.kiosks.length === 0;
  part("none").hidden = deaf || picture.kiosks.length > 0;
  const serving = picture.kiosks.filter((kiosk) => kiosk.state.startsWith("in ")).length;
  const many = `${picture.kiosks.length} ${picture.kiosks.length === 1 ? "kiosk" : "kiosks"}, ${serving} in service`;
  say("summary", deaf ? `When last heard: ${many}` : many);
  showToday();
  showLoudness();
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
    const item = build(kiosk, button);
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
  if (!send(message)) say("refused", "That was not done: the desk’s program does not answer.");
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
  setLoudness();
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

// An emergency that nobody takes grows louder than somebody has set the ring.
function setLoudness() {
  const gone = (performance.now() - since) / 1000;
  const waits = picture.kiosks.some((kiosk) => kiosk.rings && kiosk.age + gone > AT_FULL_AFTER);
  ring.setLoudness(waits ? LOUDEST : picture.loudness);
}

function showLoudness() {
  setLoudness();
  const level = picture.loudness;
  say("level", `Ring: ${level} of ${LOUDEST}`);
  part("level").dataset.bars = "▮".repeat(level) + "▯".repeat(LOUDEST - level);
  part("quieter").setAttribute("aria-disabled", String(level === 1));
  part("louder").setAttribute("aria-disabled", String(level === LOUDEST));
}

function changeLoudness(by) {
  const level = picture.loudness + by;
  if (level < 1 || level > LOUDEST) return;
  if (!send({ loudness: level })) return;
  ring.setLoudness(level);
  ring.once("call");
}

function showToday() {
  const { since: begun, calls } = picture.today;
  const key = JSON.stringify(picture.today);
  if (key === today) return;
  today = key;
  say("today-none", calls.length ? `This desk has listened since ${begun}.` : `No calls since this desk began to listen at ${begun}.`);
  part("today").replaceChildren(...calls.slice(0, MOST_CALLS).map(pastCall));
  const earlier = calls.slice(MOST_CALLS);
  part("earlier").hidden = earlier.length === 0;
  part("earlier").querySelector("summary").textContent = `Earlier today: ${earlier.length}`;
  part("earlier").querySelector("ol").replaceChildren(...earlier.map(pastCall));
}

part("quieter").addEventListener("click", () => changeLoudness(-1));
part("louder").addEventListener("click", () => changeLoudness(1));
part("try").addEventListener("click", () => ring.once("emergency"));
part("ring-on").addEventListener("click", () => part("try").focus());
