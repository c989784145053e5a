// Seasoning: every page works without it. No storage, no requests of its own.
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
  // Leave: blank at once, forget on the server without waiting for it, and take this page's place in the history.
  var leave = document.querySelector("[data-leave]");
  if (leave) {
    leave.addEventListener("click", function (event) {
      event.preventDefault();
      var away = leave.getAttribute("data-leave");
      var forget = leave.href;
      document.title = "";
      document.body.replaceChildren ? document.body.replaceChildren() : (document.body.textContent = "");
      if (window.fetch) fetch(forget, { keepalive: true, redirect: "manual", credentials: "same-origin" }).catch(function () {});
      window.top.location.replace(away);
    });
  }
  // A page that the browser kept in memory is fetched anew, so that Back never shows what was forgotten.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.body.hidden = true;
      window.location.reload();
    }
  });
})();
