"use strict";
// The list is written here anew, so that a wider one in the product is found.
const TAGS = new Set(("a abbr b blockquote br code dd dl dt em h2 h3 h4 hr i li ol p strong sub sup table tbody td th " +
  "thead tr ul").split(" "));
const ATTRIBUTES = { a: ["href"], abbr: ["title"], ol: ["start"] };
const SITE = "https://guide.invalid";
const XHTML = "http://www.w3.org/1999/xhtml";

const page = (html) =>
  `<!doctype html><html><head><title>t</title></head><body><header>h</header><main>${html}</main><footer>f</footer></body></html>`;

function address(raw) {
  let url;
  try { url = new URL(raw, `${SITE}/a/b`); } catch { return null; }
  if (url.origin === SITE && !/^[a-z]+:/i.test(raw.trim())) return null;
  if (url.protocol === "https:" && raw.startsWith("https://") && !url.username) return null;
  if (url.protocol === "mailto:" && !url.search) return null;
  if (/^(tel|sms):$/.test(url.protocol) && /^\+?\d+$/.test(url.pathname) && !url.search) return null;
  return `scheme ${url.protocol}`;
}

function look(main) {
  const faults = [];
  const walker = main.ownerDocument.createTreeWalker(main, NodeFilter.SHOW_ALL);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) continue;
    if (node.nodeType !== Node.ELEMENT_NODE) { faults.push(`node ${node.nodeName}`); continue; }
    if (node.namespaceURI !== XHTML) faults.push(`namespace of ${node.nodeName}`);
    if (!TAGS.has(node.localName)) faults.push(`tag ${node.localName}`);
    for (const { name, value } of node.attributes) {
      if (/^on/i.test(name)) faults.push(`handler ${name}`);
      else if (!(ATTRIBUTES[node.localName] || []).includes(name)) faults.push(`attribute ${name}`);
      else if (name === "href") { const fault = address(value); if (fault) faults.push(fault); }
      else if (name === "start" && !/^\d{1,3}$/.test(value)) faults.push("start");
    }
  }
  return faults;
}

const names = (parent) => [...parent.childNodes].map((node) => node.nodeName).join(" ");

function audit(html) {
  const faults = [];
  let text = html;
  for (const turn of ["", "again: "]) {
    const found = new DOMParser().parseFromString(page(text), "text/html");
    if (names(found.head) !== "TITLE" || names(found.body) !== "HEADER MAIN FOOTER" || found.body.attributes.length ||
        found.documentElement.attributes.length || found.querySelector("header").textContent !== "h" ||
        found.querySelector("footer").textContent !== "f") {
      faults.push(`${turn}structure`);
    }
    const main = found.querySelector("main");
    if (!main) return [...faults, `${turn}no main`];
    faults.push(...look(main).map((fault) => turn + fault));
    text = main.innerHTML;
  }
  return [...new Set(faults)];
}

const EVENTS = "mouseover mouseenter pointerover focus focusin input change keydown toggle animationstart".split(" ");
window.ran = new Set();

async function live(htmls) {
  window.ran.clear();
  const frames = htmls.map((html, index) => {
    const frame = document.createElement("iframe");
    // It may run what it likes, and neither leave nor take this page along.
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
    const hook = `<script>for (const name of ["alert", "confirm", "prompt", "print", "open"])
      window[name] = () => parent.ran.add(${index});</script>`;
    frame.srcdoc = page(html).replace("<head>", `<head>${hook}`);
    return frame;
  });
  const loaded = frames.map((frame) => new Promise((done) => {
    frame.onload = done;
    setTimeout(done, 1500);
  }));
  document.body.replaceChildren(...frames);
  await Promise.all(loaded);
  for (const frame of frames) {
    try {
      for (const element of frame.contentDocument.querySelectorAll("body, body *")) {
        for (const name of EVENTS) element.dispatchEvent(new Event(name, { bubbles: true }));
      }
    } catch { /* it went elsewhere, which is counted as asked for */ }
  }
  await new Promise((done) => setTimeout(done, 60));
  document.body.replaceChildren();
  return { ran: [...window.ran] };
}
