"use strict";
// A report: rows and their characters, toggles, search, citations.
(() => {
  const { make, makeLine, readAddress, writeAddress } = baogao;
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const text = byId("text"), side = byId("side"), table = byId("rows"), found = byId("found"), field = byId("find"), drawer = byId("drawer");
  const rows = table ? [...table.tBodies[0].rows] : [];
  const heads = table ? [...table.tHead.rows[0].cells].map((cell) => cell.textContent) : [];
  const boxes = [...side.querySelectorAll(".bar input")];
  const outline = [...document.querySelectorAll(".outline li")].map((item) => ({
    depth: Number((item.className.match(/^d(\d)/) || [0, 1])[1]), link: item.querySelector("a"),
  }));
  const narrow = matchMedia("(max-width: 1180px)");
  let selected = "", anchor = "", more = null;

  const spanOf = (node) => (node ? node.id.slice(1) : "");
  const markOf = (span) => byId(`q${span}`);
  const isShown = (row) => row.checkVisibility ? row.checkVisibility() : row.offsetParent !== null;

  function collectState() {
    const values = {};
    for (const name of ["kind", "status", "layer"]) {
      const own = boxes.filter((box) => box.name === name);
      if (own.some((box) => box.checked !== box.defaultChecked)) values[name] = own.filter((box) => box.checked).map((box) => box.value);
      if (values[name] && !values[name].length) values[name] = ["-"];
    }
    if (field.value) values.find = [field.value];
    return values;
  }
  function keepState(step = false) { writeAddress(anchor, collectState(), step); }

  function openDrawer(open) {
    root.classList.toggle("drawn", open);
    drawer.setAttribute("aria-expanded", String(open));
  }
  // Scroll the panel, and nothing else, to a row.
  function reveal(row) {
    const own = row.getBoundingClientRect(), view = side.getBoundingClientRect();
    if (own.top < view.top + 90 || own.bottom > view.bottom - 120) side.scrollTop += own.top - view.top - view.height / 3;
  }

  function listSection(sentence) {
    const path = [];
    for (const { depth, link } of outline) {
      if (Number(link.hash.slice(2)) > sentence) break;
      path.length = depth - 1;
      path[depth - 1] = link.textContent;
    }
    return path.filter(Boolean).join(" / ");
  }
  function cite(row) {
    const sentence = Number(row.cells[11].textContent), [start, end] = spanOf(row).split("-");
    const section = listSection(sentence), whole = [...text.querySelectorAll(`[id="s${sentence}"]`)].map((part) => part.textContent).join("");
    return `《${text.dataset.title}》${section ? `，${section}` : ""}，第 ${sentence} 句，第 ${start}—${end} 字（均从 0 数）：“${whole.trim()}”（${text.dataset.id}）`;
  }
  async function copy(citation, button) {
    try { await navigator.clipboard.writeText(citation); } catch {
      const area = make("textarea", { "aria-hidden": "true" });
      area.value = citation;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "已复制";
  }
  function describe(row) {
    const list = make("dl");
    heads.forEach((head, number) => {
      const cell = row.cells[number];
      if (number < 4 || !cell.textContent.trim()) return;
      const value = make("dd");
      if (head === "规则") {
        for (const rule of cell.textContent.split(";")) value.append(make("a", { href: `../rules.html#${encodeURIComponent(rule)}` }, rule), " ");
      } else value.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
      list.append(make("dt", {}, head), value);
    });
    const citation = cite(row), button = make("button", { type: "button" }, "复制出处");
    button.addEventListener("click", () => copy(citation, button));
    return make("tr", { class: "more" }, make("td", { colspan: "4" }, list, button, make("p", { class: "cite" }, citation)));
  }

  function unselect() {
    for (const node of document.querySelectorAll(".on")) node.classList.remove("on");
    if (more) more.remove();
    more = null;
    const had = selected !== "";
    selected = "";
    return had;
  }
  // Select a span: its row opens in place, its characters stay vermilion. ``from`` is where the wish came from: text, row or address.
  function select(span, from) {
    unselect();
    const row = byId(`r${span}`), mark = markOf(span);
    if (!row || !mark) return;
    selected = span;
    anchor = `q${span}`;
    row.classList.add("on");
    for (const piece of text.querySelectorAll(`a.q[href="#r${span}"]`)) piece.classList.add("on");
    more = describe(row);
    row.after(more);
    if (narrow.matches) openDrawer(true);
    if (from !== "text") scrollBy(0, mark.getBoundingClientRect().top - innerHeight * (narrow.matches ? 0.24 : 0.45));
    reveal(row);
  }
  function lift(span, on) {
    for (const piece of span ? text.querySelectorAll(`a.q[href="#r${span}"]`) : []) piece.classList.toggle("lift", on);
    const row = span && byId(`r${span}`);
    if (row) row.classList.toggle("lift", on);
  }

  const rowAt = (event) => event.target.closest("#rows tbody tr:not(.more)");
  const markAt = (event) => event.target.closest("a.q");
  const spanAt = (event) => { const mark = markAt(event); return mark ? mark.hash.slice(2) : spanOf(rowAt(event)); };
  document.addEventListener("mouseover", (event) => lift(spanAt(event), true));
  document.addEventListener("mouseout", (event) => lift(spanAt(event), false));
  // A heading or a passage: go there, and keep what is chosen.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('.outline a, .reuse a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    unselect();
    anchor = link.hash.slice(1);
    keepState(true);
    byId(anchor).scrollIntoView({ block: "start" });
  });
  document.addEventListener("click", (event) => {
    const mark = markAt(event), row = rowAt(event), link = event.target.closest("a");
    if (event.ctrlKey || event.metaKey || event.shiftKey || (!mark && !row)) return;
    if (row && link && !link.hash.startsWith("#q")) return;
    event.preventDefault();
    select(spanAt(event), mark ? "text" : "row");
    keepState(true);
    const focus = byId(`r${selected}`);
    if (focus) focus.querySelector("a").focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || baogao.isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!selected && !side.contains(document.activeElement)) return;
    const shown = rows.filter(isShown), at = shown.findIndex((row) => spanOf(row) === selected);
    const next = shown[event.key === "ArrowDown" ? at + 1 : Math.max(at, 1) - 1];
    if (!next) return;
    event.preventDefault();
    select(spanOf(next), "row");
    keepState();
    next.querySelector("a").focus({ preventScroll: true });
  });

  function applyBoxes() {
    for (const box of boxes) {
      if (box.value === "i") root.classList.toggle("only-i", box.checked);
      else root.classList.toggle(`no-${box.value}`, !box.checked);
    }
    const shown = rows.filter(isShown).length;
    if (rows.length) byId("count").textContent = shown === rows.length || !shown && narrow.matches ? `${rows.length} 个` : `${shown} 个，共 ${rows.length} 个`;
  }
  for (const box of boxes) box.addEventListener("change", () => { applyBoxes(); keepState(); });

  // Where a stretch of a paragraph's characters lies, across its marks.
  function makeRange(block, start, end) {
    const range = document.createRange(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = at + node.data.length;
      if (start >= at && start < next) range.setStart(node, start - at);
      if (end > at && end <= next) { range.setEnd(node, end - at); break; }
      at = next;
    }
    return range;
  }
  function show(range) {
    const box = range.getBoundingClientRect();
    scrollBy(0, box.top - innerHeight / 2);
    if (CSS.highlights) CSS.highlights.set("found", new Highlight(range));
    else { getSelection().removeAllRanges(); getSelection().addRange(range); }
  }
  const MOST = 300, REACH = 22;
  function search() {
    const wanted = field.value.trim().toLowerCase(), list = make("ol", { class: "kwic" });
    if (CSS.highlights) CSS.highlights.delete("found");
    found.hidden = !wanted;
    found.replaceChildren();
    if (!wanted) return;
    let count = 0;
    for (const block of text.children) {
      const whole = block.textContent, folded = whole.toLowerCase();
      if (folded.length !== whole.length) continue;
      for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
        count += 1;
        if (count > MOST) continue;
        const end = at + wanted.length;
        const line = makeLine("#text", whole.slice(Math.max(0, at - REACH), at), whole.slice(at, end), whole.slice(end, end + REACH));
        line.firstChild.addEventListener("click", (event) => {
          event.preventDefault();
          event.stopPropagation();
          show(makeRange(block, at, end));
        });
        list.append(line);
      }
    }
    const told = count ? `“${field.value.trim()}”${count} 处${count > MOST ? `，列出前 ${MOST} 处` : ""}` : `这份报告里没有“${field.value.trim()}”`;
    found.append(make("p", { class: "empty", role: "status" }, told), list);
    if (narrow.matches && document.activeElement !== field) openDrawer(true);
    side.scrollTop = 0;
  }
  field.addEventListener("input", () => { search(); keepState(); });
  field.addEventListener("keydown", (event) => {
    const first = found.querySelector(".kwic a");
    if (event.key === "Enter" && first) { event.preventDefault(); if (narrow.matches) openDrawer(true); first.focus(); first.click(); }
  });
  drawer.addEventListener("click", () => openDrawer(!root.classList.contains("drawn")));
  if (narrow.matches) drawer.textContent = `数量 ${rows.length}`;

  baogao.onEscape(() => {
    if (!field.value) return false;
    field.value = ""; search(); keepState();
    return true;
  });
  baogao.onEscape(() => {
    if (!selected) return false;
    unselect(); anchor = ""; keepState();
    return true;
  });
  baogao.onEscape(() => { const open = root.classList.contains("drawn"); openDrawer(false); return open; });

  function restore() {
    const { anchor: place, values } = readAddress();
    for (const box of boxes) box.checked = values[box.name] ? values[box.name].includes(box.value) : box.defaultChecked;
    applyBoxes();
    if (field.value !== (values.find || [""])[0]) { field.value = (values.find || [""])[0]; search(); }
    anchor = place;
    if (/^[qr]\d+-\d+$/.test(place)) { if (place.slice(1) !== selected) select(place.slice(1), "address"); return; }
    unselect();
    const target = place && byId(place);
    if (target) target.scrollIntoView({ block: "start" });
  }
  baogao.onAddress(restore);
  restore();
})();
