"use strict";
// What all pages share: script files with data, the address after #, elements, and the keys / and Esc.
const baogao = (() => {
  const root = document.documentElement;
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const received = new Map();
  const loading = new Map();
  root.classList.add("js");

  // A script file calls this with its name and what it holds.
  function receive(name, value) { received.set(name, value); }

  // Load a script file of data once, and promise what it holds.
  function load(name) {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${folder}${name}.js`;
        script.onload = () => resolve(received.get(name));
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  }

  function decode(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // The address is #anchor&name=value,value…: what stands at the anchor, and what is chosen.
  function readAddress() {
    const values = {};
    let anchor = "";
    for (const piece of location.hash.slice(1).split("&")) {
      const at = piece.indexOf("=");
      if (at > 0) values[piece.slice(0, at)] = piece.slice(at + 1).split(",").map(decode);
      else if (piece) anchor = decode(piece);
    }
    return { anchor, values };
  }

  // Write the address without moving the page; ``step`` makes it one that the back key returns from.
  function writeAddress(anchor, values, step = false) {
    const pieces = anchor ? [encodeURIComponent(anchor)] : [];
    for (const [name, list] of Object.entries(values)) {
      if (list && list.length) pieces.push(`${name}=${list.map(encodeURIComponent).join(",")}`);
    }
    const hash = pieces.length ? `#${pieces.join("&")}` : location.pathname.replace(/^.*\//, "");
    if (`#${pieces.join("&")}` === (location.hash || "#")) return;
    if (step) history.pushState(null, "", hash); else history.replaceState(null, "", hash);
  }

  // Make an element; texts are texts, never markup.
  function make(tag, attributes = {}, ...children) {
    const element = tag.startsWith("svg:") ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4)) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // A line of a concordance: what stands before, the term in the middle column, what stands behind.
  function makeLine(href, before, term, after, where = "") {
    const place = where ? [make("span", { class: "where" }, where)] : [];
    return make("li", {}, make("a", { href }, ...place,
      make("span", { class: "left" }, make("bdi", {}, before)), make("mark", {}, term), make("span", { class: "right" }, after)));
  }

  function isTyping(target) { return target.matches("input:not([type=checkbox]), select, textarea"); }

  const closers = [];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && !isTyping(event.target)) {
      const field = document.querySelector("[data-focus]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    } else if (event.key === "Escape") {
      for (const close of closers) if (close()) { event.preventDefault(); break; }
    }
  });
  // What Esc closes, the first that is open; ``close`` returns whether it was.
  function onEscape(close) { closers.push(close); }

  // Call a function whenever the address was changed by hand, a link or the back key.
  function onAddress(show) {
    addEventListener("hashchange", show);
    addEventListener("popstate", show);
  }

  return { receive, load, readAddress, writeAddress, make, makeLine, isTyping, onEscape, onAddress };
})();
