// Sounds: an emergency rings until it is acknowledged, a call for attention chimes once, and a desk
// that is deaf warns from time to time. Synthesized, so nothing has to be loaded.
"use strict";

// Each note: seconds from the beginning, seconds it lasts, Hz.
const SOUNDS = {
  emergency: { lasts: 2, notes: [[0, 0.3, 880], [0.35, 0.3, 660], [0.7, 0.3, 880], [1.05, 0.3, 660]] },
  attention: { lasts: 1, notes: [[0, 0.35, 523], [0.4, 0.5, 659]] },
  deaf: { lasts: 1, notes: [[0, 0.3, 330], [0.4, 0.5, 262]] },
};
const LOUD = 0.8; // of full scale
const FADE = 0.01; // seconds

class Ring {
  // changed: called when it begins or ceases to be able to sound.
  constructor(changed) {
    this.audio = new AudioContext();
    this.out = this.audio.createGain();
    this.out.connect(this.audio.destination);
    this.ringing = null;
    this.reached = 0;
    this.moves = false;
    this.changed = changed;
    this.audio.addEventListener("statechange", changed);
    // A browser lets a page sound from the first press on; where it has been told to, at once.
    for (const press of ["pointerdown", "keydown"]) addEventListener(press, () => this.audio.resume());
    setInterval(() => this.look(), 1000);
  }

  // Whether what is rung goes out: a sound device that hangs stops the time of its sound.
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

  // Sound once, if it can: what could not would sound all at once when it can again.
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

  // Ring until told otherwise.
  ring(on) {
    if (on && this.ringing === null) this.ringing = this.play("emergency", true);
    else if (!on && this.ringing !== null) {
      this.ringing.stop();
      this.ringing = null;
    }
  }
}
