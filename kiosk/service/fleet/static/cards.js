// Builds what the desk's page shows: a card for each call, a line for each kiosk, today's calls.
"use strict";

const NEEDS = { emergency: "Emergency", call: "A visitor asks for staff", attention: "Staff, please come" };
const ICONS = { emergency: "emergency", call: "calling", attention: "staff" };
const WAS = { emergency: "Emergency", call: "A visitor asked for staff", attention: "Staff were asked to come" };
const LABELS = {
  acknowledge: { emergency: "We are coming", call: "We are coming", attention: "We have seen it" },
  clear: {
    emergency: "Staff are with the visitor: end the emergency",
    call: "Staff are with the visitor: end the call",
  },
  restart: "Restart",
};
const AGAIN = { clear: "Press again to end it: staff are there", restart: "Press again to restart" };
const AT_THE_KIOSK = "End the emergency at the kiosk: its MQTT broker is not protected, and anybody there could end it.";
const AWAY = "It is switched off, or does not reach the broker. See whether it runs, and whether its network does.";
const opened = new Set(); // names of kiosks whose details are open

function element(name, text, kind = "") {
  const made = document.createElement(name);
  made.textContent = text; // never as HTML: kiosks choose their own names
  if (kind) made.className = kind;
  return made;
}

function icon(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  made.append(document.createElementNS(made.namespaceURI, "use"));
  made.firstChild.setAttribute("href", `#i-${name}`);
  return made;
}

// buttonOf: makes a button of this kiosk that does this, with this label.
function card(kiosk, buttonOf) {
  const taken = kiosk.acknowledged;
  const filled = taken || kiosk.needs === "emergency" ? "filled" : "";
  const item = element("li", "", `card ${kiosk.needs} ${taken ? "taken" : "untaken"} ${filled}`);
  item.tabIndex = -1;
  item.dataset.kiosk = kiosk.name;
  const told = element("div", "");
  told.append(element("p", standing(kiosk), "standing"), element("h3", kiosk.name));
  if (kiosk.place) told.append(element("p", kiosk.place, "place"));
  if (kiosk.call) {
    const since = element("p", `Since ${kiosk.since}, `, "since");
    since.append(element("span", "", "age"));
    told.append(since);
  }
  const called = calledInWords(kiosk.called);
  if (called) told.append(element("p", called, "called"));
  if (kiosk.why.length) told.append(details(kiosk, "About this kiosk", kiosk.why));
  const act = element("div", "", "act");
  if (kiosk.call && !taken) act.append(buttonOf(kiosk, "acknowledge", LABELS.acknowledge[kiosk.needs]));
  else if (kiosk.call && !kiosk.cleared && kiosk.clearable) act.append(buttonOf(kiosk, "clear", LABELS.clear[kiosk.needs]));
  else if (kiosk.call && !kiosk.cleared) act.append(element("p", AT_THE_KIOSK));
  item.append(icon(taken ? "coming" : ICONS[kiosk.needs]), told, act);
  return item;
}

function standing(kiosk) {
  const what = NEEDS[kiosk.needs];
  const said = kiosk.told ? "" : " (the kiosk is not told yet)";
  if (kiosk.cleared) return `${what}: staff are there${kiosk.told ? "; waiting for the kiosk" : said}`;
  if (kiosk.acknowledged) return `${what}: ${takenInWords(kiosk)}${said}`;
  return kiosk.state === "not connected" ? `${what}. The kiosk is not connected` : what;
}

function takenInWords({ taken_by, taken_at }) {
  return `taken${taken_by ? ` by ${taken_by}` : ""}${taken_at ? ` at ${taken_at}` : ""}`;
}

function calledInWords({ answered, called, failed }) {
  const all = [...answered.map((name) => `${name} (answered)`), ...called];
  const told = [];
  if (all.length) told.push(`Called: ${all.join(", ")}.`);
  if (failed.length) told.push(`Not reached: ${failed.join(", ")}.`);
  return told.join(" ");
}

function line(kiosk, buttonOf) {
  const serves = kiosk.state.startsWith("in ");
  const wide = serves && kiosk.why.length ? "wide" : "";
  const item = element("li", "", serves ? `line ${wide}` : "line wide away");
  item.tabIndex = -1;
  item.dataset.kiosk = kiosk.name;
  const told = element("div", "");
  told.append(element("h3", kiosk.name));
  if (kiosk.place) told.append(element("p", kiosk.place, "place"));
  told.append(element("p", inOneLine(kiosk), "standing"));
  item.append(icon(serves ? "tick" : kiosk.state === "not connected" ? "offline" : "out_of_service"), told);
  const lines = kiosk.state === "not connected" ? [AWAY] : kiosk.why;
  const restart = kiosk.restartable ? buttonOf(kiosk, "restart", LABELS.restart) : null;
  if (lines.length || restart) item.append(details(kiosk, "Details", lines, restart));
  return item;
}

// How it is, and the first cause; what to do about it is in the details.
function inOneLine({ state, why }) {
  const cause = why.length ? why[0].split(";")[0] : "";
  if (state === "not connected") return "Not connected";
  if (state === "not in service") return cause ? `Out of service: ${cause}` : "Out of service";
  const serves = state === "in a visit" ? "In a visit" : "In service";
  return cause ? `${serves}, but ${cause}` : serves;
}

function begunLarge(text) {
  return text[0].toUpperCase() + text.slice(1);
}

function details(kiosk, title, lines, more = null) {
  const made = element("details", "");
  const summary = element("summary", title);
  summary.setAttribute("aria-label", `${title}: ${kiosk.name}`);
  made.append(summary, ...lines.map((text) => element("p", begunLarge(text), "why")));
  if (more !== null) made.append(more);
  made.open = opened.has(kiosk.name);
  made.addEventListener("toggle", () => (made.open ? opened.add(kiosk.name) : opened.delete(kiosk.name)));
  return made;
}

function pastCall(call) {
  const item = element("li", "");
  const place = call.place ? `${call.kiosk}, ${call.place}` : call.kiosk;
  const took = call.taken_at ? takenInWords(call) : call.ended_at ? "nobody took it" : "nobody has taken it";
  const end = call.became_emergency ? "became an emergency at " : "over at ";
  const outcome = call.ended_at ? end + call.ended_at : "still on";
  item.append(
    element("strong", call.at),
    element("span", place),
    element("span", WAS[call.urgency]),
    element("span", `${begunLarge(took)}; ${outcome}`),
  );
  return item;
}
