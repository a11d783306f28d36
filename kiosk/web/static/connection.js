// Keeps a page connected with the program that serves it.
"use strict";

const SILENT_FOR = 5000; // milliseconds without a sign of life after which nobody answers
const TRY_AGAIN = 500; // milliseconds between two tries to reach it

// show: given each picture; gone: told whether nobody answers; heard: called at each sign of life;
// refused: given why something that was sent cannot be done.
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
    // Tells whether it was sent.
    send: (told) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(told));
      return true;
    },
  };
}
