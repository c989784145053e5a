// The map of the guide alone: a search that hides what does not hold every word. Without it, the browser's own finds all.
(function () {
  "use strict";
  var find = document.getElementById("find");
  var field = document.getElementById("words");
  var found = document.getElementById("found");
  var all = [].slice.call(document.querySelectorAll(".entry"));
  var sections = [].slice.call(document.querySelectorAll("main section"));
  var entries = [];
  var opened = [];
  function plain(text) {
    return text.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
  }
  // An entry's words, and those that only its closed lists hold.
  function read(entry) {
    var lists = [].slice.call(entry.querySelectorAll("details")).map(function (list) {
      return { list: list, text: plain(list.lastElementChild.textContent) };
    });
    var text = plain(entry.textContent);
    var open = lists.reduce(function (rest, one) { return rest.replace(one.text, " "); }, text);
    return { entry: entry, text: text, open: open, lists: lists };
  }
  function search() {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    if (!entries.length) entries = all.map(read);
    opened.forEach(function (list) { list.open = false; });
    opened = [];
    var count = 0;
    entries.forEach(function (one) {
      var shown = words.every(function (word) { return one.text.indexOf(word) >= 0; });
      one.entry.hidden = !shown;
      if (!shown) return;
      count += 1;
      words.forEach(function (word) {
        if (one.open.indexOf(word) >= 0) return;
        one.lists.forEach(function (each) {
          if (each.list.open || each.text.indexOf(word) < 0) return;
          each.list.open = true;
          opened.push(each.list);
        });
      });
    });
    sections.forEach(function (section) { section.hidden = !section.querySelector(".entry:not([hidden])"); });
    if (find.parentNode.getBoundingClientRect().top < 0) find.parentNode.scrollIntoView();
    found.textContent = words.length ? count + " of " + all.length : "";
  }
  // A link to what the search has hidden ends the search.
  function arrive() {
    var place = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (!place || !place.closest("[hidden]")) return;
    field.value = "";
    search();
    place.scrollIntoView();
  }
  if (!find) return;
  find.hidden = false;
  document.getElementById("unfound").hidden = true;
  field.addEventListener("input", search);
  window.addEventListener("hashchange", arrive);
  if (field.value) search();
})();
