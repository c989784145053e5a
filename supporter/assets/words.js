// Words to borrow, copied or changed. What is typed stands on this page alone: its fields have no name and no form, and
// each page makes them anew, so that nothing can be sent, filled in or brought back.
(function () {
  "use strict";
  var kit = document.querySelector("template[data-words]");
  if (kit && kit.content) {
    var added = document.importNode(kit.content, true);
    var tools = added.removeChild(added.querySelector(".kit"));
    var called = added.querySelector("input");
    kit.parentNode.replaceChild(added, kit);
    var messages = [].map.call(document.querySelectorAll(".words"), function (words) {
      return changeable(words, tools.cloneNode(true));
    });
    if (called) {
      called.addEventListener("input", function () {
        messages.forEach(function (message) {
          message.fill();
        });
      });
    }
  }
  function changeable(words, mine) {
    var said = words.querySelector(".say p");
    var field = mine.querySelector("textarea");
    var back = mine.querySelector("[data-back]");
    var change = mine.querySelector("[data-change]");
    var copy = mine.querySelector("[data-copy]");
    var ours = "";
    var changed = "";
    // Our words, their name in front where they are for them; read late, for a browser may have translated the page.
    function suggested() {
      var name = called && words.hasAttribute("data-them") ? called.value.trim() : "";
      ours = ours || said.textContent;
      if (!name) return ours;
      return kit.getAttribute("data-words").replace(/\{(name|text)\}/g, function (whole, part) {
        return part === "name" ? name : ours;
      });
    }
    function show() {
      var text = changed || suggested();
      // To translate a page, a browser may send its words away: not those of the reader.
      said.setAttribute("translate", text === ours ? "yes" : "no");
      said.textContent = text;
      back.hidden = !changed;
      tell("");
    }
    function fill() {
      show();
      field.value = said.textContent;
    }
    function tell(what) {
      mine.querySelector("[role=status]").textContent = what && mine.getAttribute(what);
    }
    function mark() {
      window.getSelection().selectAllChildren(said);
      tell("data-marked");
    }
    copy.addEventListener("click", function () {
      messages.forEach(function (message) {
        message.tell("");
      });
      if (navigator.clipboard) navigator.clipboard.writeText(said.textContent).then(tell.bind(null, "data-copied"), mark);
      else mark();
    });
    change.addEventListener("click", function () {
      var box = mine.lastElementChild;
      box.hidden = !box.hidden;
      change.setAttribute("aria-expanded", String(!box.hidden));
      fill();
      if (!box.hidden) field.focus();
    });
    field.addEventListener("input", function () {
      changed = field.value.trim() && field.value !== suggested() ? field.value : "";
      show();
    });
    back.addEventListener("click", function () {
      changed = "";
      fill();
      field.focus();
    });
    [copy, change].forEach(function (button) {
      button.setAttribute("aria-describedby", words.firstElementChild.id);
    });
    words.insertBefore(mine, words.lastElementChild);
    return { fill: fill, tell: tell };
  }
})();
