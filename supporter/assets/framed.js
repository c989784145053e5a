// Only where another site shows us in a frame: tells its page how high ours is, when it asks and is one that may. It is
// told a number and nothing else. The exact height could tell which page a reader is on: it comes in steps, up to a most,
// and is that most for each page that answers have made.
(function () {
  "use strict";
  var mine = document.currentScript;
  var parents = mine.getAttribute("data-parents").split(" ");
  var step = 400;
  var most = 2400;
  var asker = "";
  var told = 0;
  function tell() {
    var whole = mine.hasAttribute("data-own") ? most : document.body.offsetHeight;
    var height = Math.min(Math.ceil(whole / step) * step, most);
    if (!asker || !height || height === told) return;
    told = height;
    window.parent.postMessage({ withinReach: height }, asker);
  }
  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || parents.indexOf(event.origin) < 0 || event.data !== "withinReach") return;
    asker = event.origin;
    told = 0;
    tell();
  });
  // Few sites let themselves be shown in a frame, so that links to others open beside it.
  [].forEach.call(document.links, function (link) {
    if (/^http/.test(link.protocol) && link.host !== window.location.host && !link.target) link.target = "_blank";
  });
  new ResizeObserver(tell).observe(document.body);
})();
