// Only where another site shows us in a frame: tells its page how high ours is, when it asks and is one that may. It is
// told a number and nothing else, and that in steps, for the exact height could tell which page a reader is on.
(function () {
  "use strict";
  var parents = document.currentScript.getAttribute("data-parents").split(" ");
  var step = 400;
  var asker = "";
  var told = 0;
  function tell() {
    var height = Math.ceil(document.body.offsetHeight / step) * step;
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
