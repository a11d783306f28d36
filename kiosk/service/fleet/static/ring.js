// Sounds: an emergency rings until it is acknowledged, a visitor's call rings as a doorbell from time
// to time until it is acknowledged, a call for attention chimes once, and a deaf
// desk (one that hears of no calls) warns from time to time. Sounds are synthesized, so no file has
// to be loaded.
"use strict";

// Each note: seconds from the beginning, seconds it lasts, Hz.
const SOUNDS = {
  emergency: { lasts: 2, notes: [[0, 0.3, 880], [0.35, 0.3, 660], [0.7, 0.3, 880], [1.05, 0.3, 660]] },
  call: { lasts: 1, notes: [[0, 0.4, 659], [0.4, 0.5, 523]] },
  attention: { lasts: 1, notes: [[0, 0.35, 523], [0.4, 0.5, 659]] },
  deaf: { lasts: 1, notes: [[0, 0.3, 330], [0.4, 0.5, 262]] },
};
const LOUD = 0.8; // of full scale
const LOUDEST = 5; // steps of loudness
const STEP = 0.63; // how much quieter each step is: 4 dB
const FADE = 0.01; // seconds

class Ring {
  // changed: called when the page becomes able or unable to sound.
  constructor(changed) {
    this.audio = new AudioContext();
    this.out = this.audio.createGain();
    this.out.connect(this.audio.destination);
    this.ringing = null;
    this.reached = 0;
    this.moves = false;
    this.changed = changed;
    this.audio.addEventListener("statechange", changed);
    // A browser lets a page sound only after the first press, unless it is configured otherwise.
    for (const press of ["pointerdown", "keydown"]) addEventListener(press, () => this.audio.resume());
    setInterval(() => this.look(), 1000);
  }

  // Whether sounds are really played: if the sound device hangs, the audio clock stops.
  get sounds() {
    return this.audio.state === "running" && this.moves;
  }

  look() {
    const before = this.sounds;
    this.moves = this.audio.currentTime > this.reached;
    this.reached = this.audio.currentTime;
    if (before !== this.sounds) this.changed();
  }

  buffer(name) {
    const { lasts, notes } = SOUNDS[name];
    const rate = this.audio.sampleRate;
    const made = this.audio.createBuffer(1, lasts * rate, rate);
    const samples = made.getChannelData(0);
    for (const [at, seconds, pitch] of notes) {
      for (let n = 0; n < seconds * rate; n += 1) {
        const t = n / rate;
        const fade = Math.min(1, t / FADE, (seconds - t) / FADE);
        const wave = Math.sin(2 * Math.PI * pitch * t) + 0.4 * Math.sin(4 * Math.PI * pitch * t);
        samples[Math.round(at * rate) + n] = (LOUD / 1.4) * fade * wave;
      }
    }
    return made;
  }

  // Sound once, if that is possible now: queued sounds would later all sound at the same time.
  once(name) {
    if (this.sounds) this.play(name, false);
  }

  play(name, loop) {
    const source = this.audio.createBufferSource();
    source.buffer = this.buffer(name);
    source.loop = loop;
    source.connect(this.out);
    source.start();
    return source;
  }

  // level: from 1 to LOUDEST; at 1 it can still be heard.
  setLoudness(level) {
    const gain = STEP ** (LOUDEST - level);
    if (this.out.gain.value !== gain) this.out.gain.value = gain;
  }

  // Ring while `on`; stop when it is false.
  ring(on) {
    if (on && this.ringing === null) this.ringing = this.play("emergency", true);
    else if (!on && this.ringing !== null) {
      this.ringing.stop();
      this.ringing = null;
    }
  }
}
