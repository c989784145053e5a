// The author's desk alone: what holds is shown as soon as an answer changes, and a page follows the files it is made of.
(function () {
  "use strict";
  var form = document.querySelector("[data-live]");
  function show() {
    var request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.onload = function () {
      var name = form.getAttribute("data-live");
      var fresh = request.response && request.response.getElementById(name);
      if (fresh) document.getElementById(name).replaceWith(document.adoptNode(fresh));
    };
    request.send(new FormData(form));
  }
  if (form) form.addEventListener("change", show);
  var version = document.querySelector("[data-version]");
  function follow() {
    fetch(version.getAttribute("data-watch")).then(function (answer) { return answer.text(); }).then(function (now) {
      if (now !== version.getAttribute("data-version")) window.location.replace(window.location.href);
      else setTimeout(follow, 700);
    }).catch(function () { setTimeout(follow, 2000); });
  }
  if (version) follow();
})();
