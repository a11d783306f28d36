// Keeps a page connected to the program that serves it.
"use strict";

const SILENT_FOR = 5000; // milliseconds without a message after which the program counts as gone
const TRY_AGAIN = 500; // milliseconds between two attempts to connect

// show: called with each picture; gone: called with whether the program is gone; heard: called at
// each message; refused: called with the reason why something that was sent cannot be done.
function keepConnected(show, gone, { heard = () => {}, refused = console.error } = {}) {
  let socket = null;
  let last = 0;

  function connect() {
    const mine = (socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws"))));
    last = Date.now();
    mine.onmessage = (message) => {
      last = Date.now();
      gone(false);
      const told = JSON.parse(message.data);
      if ("number" in told) show(told);
      else if ("error" in told) refused(told.error);
      heard();
    };
    mine.onclose = () => {
      gone(true);
      setTimeout(connect, TRY_AGAIN);
    };
  }

  setInterval(() => {
    if (Date.now() - last < SILENT_FOR) return;
    gone(true);
    if (socket.readyState === WebSocket.OPEN) socket.close();
  }, 1000);
  connect();
  return {
    // Sends a message; returns whether it was sent.
    send: (told) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(told));
      return true;
    },
  };
}
