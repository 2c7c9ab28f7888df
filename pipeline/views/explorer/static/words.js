"use strict";
// Where an indexed term stands: its lines, loaded from a script file of its own.
(() => {
  const { make, makeLine, load, readAddress, writeAddress } = baogao;
  const box = document.getElementById("lines");
  const STEP = 200;

  function show(entry, number) {
    const list = make("ol", { class: "kwic" }), lines = entry.lines;
    const more = make("button", { type: "button" }, "再列一些");
    let shown = 0;
    function add() {
      for (const [page, report, sentence, before, term, after] of lines.slice(shown, shown + STEP)) {
        const href = page ? `r/${page}.html#s${sentence}&find=${encodeURIComponent(term)}` : `#t=${number}`;
        list.append(makeLine(href, before, term, after, report));
      }
      shown = Math.min(shown + STEP, lines.length);
      more.hidden = shown >= lines.length;
    }
    more.addEventListener("click", add);
    add();
    const kept = lines.length < entry.count ? `，列出 ${lines.length.toLocaleString("en")} 处，每份报告至多 ${entry.each} 处` : "";
    box.replaceChildren(make("p", { class: "empty" }, `“${entry.term}”按字面在各报告里共 ${entry.count.toLocaleString("en")} 处${kept}`), list, more);
    box.hidden = false;
    box.scrollTop = 0;
    box.scrollIntoView({ block: "nearest" });
  }
  function restore() {
    const number = (readAddress().values.t || [""])[0];
    if (!/^\d+$/.test(number)) { box.hidden = true; return; }
    load(`terms/${number}`).then((entry) => show(entry, number), () => {
      box.replaceChildren(make("p", { class: "empty" }, `terms/${number}.js 没有读到：它应在 explorer 文件夹里。`));
      box.hidden = false;
    });
  }
  baogao.onEscape(() => {
    const { anchor, values } = readAddress(), open = !box.hidden;
    if (open) { box.hidden = true; writeAddress(anchor, { ...values, t: [] }); }
    return open;
  });
  baogao.onAddress(restore);
  restore();
})();
