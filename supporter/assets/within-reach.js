// Seasoning: every page works without it. It stores nothing, and asks the server for one thing only: to forget.
(function () {
  "use strict";
  // "None of these" stands alone: ticking it takes the others off, and the other way round.
  document.addEventListener("change", function (event) {
    var ticked = event.target;
    if (ticked.type !== "checkbox" || !ticked.checked || !ticked.form) return;
    var alone = ticked.hasAttribute("data-alone");
    [].forEach.call(ticked.form.elements, function (other) {
      if (other !== ticked && other.name === ticked.name && (alone || other.hasAttribute("data-alone"))) other.checked = false;
    });
  });
  // Leave: blank at once, and take this page's place in the history. The mark says to every later request that the
  // answers are over, for the server may be slow to forget them, or out of reach.
  var leave = document.querySelector("[data-leave]");
  var mark = leave && leave.getAttribute("data-left");
  var tabs = mark && window.BroadcastChannel && new BroadcastChannel(mark.split("=")[0]);
  function go(event) {
    event.preventDefault();
    document.title = "";
    document.body.textContent = "";
    // A copy without a server has no answers to forget.
    if (mark) document.cookie = mark;
    // Other tabs of ours leave too, each once.
    if (tabs && event.type !== "message") tabs.postMessage("");
    if (tabs) tabs.close();
    if (mark && window.fetch) fetch(leave.href, { keepalive: true, redirect: "manual", credentials: "same-origin" }).catch(function () {});
    window.top.location.replace(leave.getAttribute("data-leave"));
  }
  // Shift three times leaves too, within five seconds each and with nothing between. A keyboard on the screen sends it
  // for capitals: without a code, or into a field of a device that is touched.
  var shifts = 0;
  var last = 0;
  function shift(event) {
    var typing = navigator.maxTouchPoints && event.target.matches("input:not([type=radio]):not([type=checkbox]),textarea");
    var alone = event.key === "Shift" && event.code && !event.ctrlKey && !event.altKey && !event.metaKey && !typing;
    if (event.repeat) return;
    if (!alone || event.timeStamp - last > 5000) shifts = 0;
    if (alone) shifts += 1;
    last = event.timeStamp;
    if (shifts === 3) go(event);
  }
  if (tabs) tabs.onmessage = go;
  if (leave) {
    leave.addEventListener("click", go);
    document.addEventListener("keydown", shift);
    ["pointerdown", "wheel"].forEach(function (other) {
      document.addEventListener(other, function () { shifts = 0; }, { passive: true });
    });
  }
  // A check-in that nobody touched for that long is over: a page of it does not stay for whoever comes next, nor after
  // a sleep of the device. The time is looked at before a touch is counted, for that touch may be theirs.
  var idle = leave && leave.getAttribute("data-idle") * 1000;
  var touched = Date.now();
  function look() {
    if (!idle || Date.now() - touched < idle) return;
    idle = 0;
    document.body.hidden = true;
    window.location.reload();
  }
  if (idle) {
    window.setInterval(look, 5000);
    document.addEventListener("visibilitychange", look);
    ["keydown", "pointerdown", "pointermove", "scroll", "focusin"].forEach(function (touch) {
      document.addEventListener(touch, function () {
        look();
        touched = Date.now();
      }, { passive: true, capture: true });
    });
  }
  // A page that the browser keeps in memory is kept blank and fetched anew, so that Back never shows what was forgotten.
  window.addEventListener("pagehide", function () {
    document.body.hidden = true;
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
})();
