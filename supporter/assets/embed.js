// For a site that shows Within Reach in a frame: gives the frame the height it asks for, and shows the top of each new page
// of it. It takes a number from the frame, sends it one word, and keeps nothing.
(function () {
  "use strict";
  var address = document.currentScript.src;
  var home = address.slice(0, address.lastIndexOf("/") + 1);
  var origin = new URL(address).origin;
  function frames() {
    return [].filter.call(document.getElementsByTagName("iframe"), function (frame) {
      return frame.src.indexOf(home) === 0;
    });
  }
  function ask(frame) {
    frame.contentWindow.postMessage("withinReach", origin);
  }
  window.addEventListener("message", function (event) {
    var height = event.data && event.data.withinReach;
    if (event.origin !== origin || typeof height !== "number" || !(height > 0 && height <= 10000)) return;
    frames().forEach(function (frame) {
      if (frame.contentWindow === event.source) frame.style.height = height + "px";
    });
  });
  // "load" of a frame does not rise to the document, but is seen on its way down.
  document.addEventListener("load", function (event) {
    if (frames().indexOf(event.target) < 0) return;
    if (event.target.getBoundingClientRect().top < 0) event.target.scrollIntoView();
    ask(event.target);
  }, true);
  // Frames that were there before this script was.
  function askAll() {
    frames().forEach(ask);
  }
  if (document.readyState === "complete") askAll();
  else window.addEventListener("load", askAll);
})();
