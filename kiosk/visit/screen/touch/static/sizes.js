// Sets the letters' size, and makes text as large as fits.
"use strict";

const page = document.documentElement;
const LARGEST = { question: 3.2, purpose: 1.8, fits: 1.8 }; // times the least letters
const STEP = 0.1; // between two sizes that are tried

// Capitals of at least 4.8 mm and 0.7 degrees, and an x-height of at least distance * 16/2688
// (accessibility.md I1 to I3), measured in the font that is there; a visitor may want more.
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
  const least = pixel * Math.max(capital / height("I"), small / height("x"));
  page.style.setProperty("--least", `${Math.ceil(least + 1.5)}px`);
  page.style.setProperty("--text", `${larger()}rem`);
  fit();
}

const larger = () => Number(page.dataset.letters ?? 1);

// Where the frame would leave too little room, the page is scrolled as a whole.
function fit() {
  const rem = parseFloat(getComputedStyle(page).fontSize);
  const tall = innerWidth < 22 * rem || innerHeight < 12.5 * rem || innerHeight > innerWidth;
  document.body.classList.toggle("tall", tall);
  document.body.classList.toggle("large", larger() > 1);
  document.body.classList.toggle("low", innerHeight < (tall ? 20 : 12.5) * rem);
  const shown = ["screen", "drawer", "home"].map(part).find((each) => !each.hidden);
  const overflows = () => shown.scrollHeight > shown.clientHeight + 1;
  const texts = [...shown.querySelectorAll(".fits")];
  for (const text of texts) {
    text.classList.remove("scrolls");
    text.classList.add("measured"); // as if all of it were marked, so that no mark changes its size
  }
  const least = fitAround(shown, texts, overflows);
  fitTitle(rem);
  for (const text of texts) {
    const kind = ["question", "purpose"].find((each) => text.classList.contains(each)) ?? "fits";
    const most = document.body.classList.contains("low") ? Math.min(LARGEST[kind], 1.5) : LARGEST[kind];
    makeLarge(text, most, least, () => !overflows() && text.scrollWidth <= text.clientWidth);
    text.classList.remove("measured");
    // What is to be pressed must be in sight: then the text is scrolled to the sentence that sounds.
    text.classList.toggle("scrolls", overflows() && !document.body.classList.contains("low"));
    if (text.classList.contains("scrolls")) text.tabIndex = 0;
    else {
      text.removeAttribute("tabindex");
      for (const each of text.children) each.classList.remove("cut");
    }
  }
  if (overflows()) document.body.classList.add("low");
  showNow();
}

// Gives what stands around a text, and at last the caption, letters as near to those that the visitor
// wants as keep all of it in sight and no word or row of buttons broken. Gives the size of what stands
// around, in rem.
function fitAround(shown, texts, overflows) {
  const buttons = [...shown.querySelectorAll("button:not(.sentence)")];
  const row = shown.querySelector(".extras:has(button)");
  const wraps = () => row !== null && row.offsetHeight > row.firstElementChild.offsetHeight + 2;
  const breaks = () => wraps() || [shown, ...buttons].some((each) => each.scrollWidth > each.clientWidth + 1);
  for (const [said, around] of sizesAround(larger())) {
    page.style.setProperty("--said", `${said}rem`);
    page.style.setProperty("--around", `${around}rem`);
    for (const text of texts) text.style.fontSize = `${around}rem`;
    if (around === 1 && said === 1) break;
    if (!overflows() && !breaks()) return around;
  }
  return 1;
}

function sizesAround(most) {
  const sizes = [];
  for (let size = most; size > 1.01; size -= 2 * STEP) sizes.push(size);
  return [...sizes.map((size) => [most, size]), ...sizes.map((size) => [size, 1]), [1, 1]];
}

// Gives text the largest letters that fit. The browser places the whole page for each size that is
// tried, so few are: the middle of those that are left.
function makeLarge(text, most, least, fits) {
  const give = (step) => (text.style.fontSize = `${Math.max(least, most - step * STEP)}rem`);
  let fitting = Math.ceil((most - least) / STEP), tooLarge = -1;
  for (let step = 0; fitting - tooLarge > 1; step = Math.ceil((tooLarge + fitting) / 2)) {
    give(step);
    if (fits()) fitting = step;
    else tooLarge = step;
  }
  give(fitting);
}

// At rest the clinic's name is large, on two lines at most.
function fitTitle(rem) {
  const title = part("title");
  title.style.fontSize = "";
  if (document.body.dataset.kind !== "idle") return;
  makeLarge(title, 2.2, 1, () => title.offsetHeight < 2.5 * rem * parseFloat(title.style.fontSize));
}

// Keeps the sentence that sounds in the middle of a topic.
function showNow() {
  const place = document.querySelector(".reading, .scrolls");
  if (place === null) return;
  const now = place.querySelector(".now");
  if (document.body.classList.contains("low")) {
    for (const each of place.children) each.classList.remove("cut");
    now?.scrollIntoView({ block: "center" });
    return;
  }
  if (now !== null) place.scrollTop = topFor(now, place);
  else if (place.matches(":has(~ .tiles)")) showMost(place);
  leaveOutCut(place);
}

// After a topic, shows as much of its text as fits, until the visitor has scrolled it.
function showMost(place) {
  if (place.scrollTop !== Number(place.dataset.top ?? 0)) return;
  const all = [...place.children], high = place.clientHeight + 2;
  const shows = (top) => Math.max(0, ...all.map((each) => each.offsetTop + each.offsetHeight - top).filter((end) => end <= high));
  const tops = all.map((each) => each.offsetTop).filter((top) => top + place.clientHeight <= place.scrollHeight);
  place.scrollTop = tops.reduce((best, top) => (shows(top) > shows(best) ? top : best), 0);
  place.dataset.top = place.scrollTop;
}

// Where to scroll: the sentence that sounds nearest to the middle, below whole sentences.
function topFor(now, place) {
  const middle = now.offsetTop - (place.clientHeight - now.offsetHeight) / 2;
  const highest = now.offsetTop + now.offsetHeight - place.clientHeight;
  const tops = [...place.children].map((each) => each.offsetTop);
  const can = tops.filter((top) => top >= highest && top <= now.offsetTop);
  return can.reduce((best, top) => (Math.abs(top - middle) < Math.abs(best - middle) ? top : best), now.offsetTop);
}

// Shows whole sentences only: none is cut through its letters.
function leaveOutCut(place) {
  const top = place.scrollTop - 2, bottom = place.scrollTop + place.clientHeight + 2;
  for (const each of place.children) {
    const whole = each.offsetTop >= top && each.offsetTop + each.offsetHeight <= bottom;
    each.classList.toggle("cut", !whole && !each.classList.contains("now"));
  }
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
document.fonts.load("1em " + getComputedStyle(page).fontFamily).then(setSizes);
setSizes();
