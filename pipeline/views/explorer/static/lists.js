"use strict";
// Long lists on a page: targets, findings, words. What does not fit the words or boxes chosen is hidden.
(() => {
  const { readAddress, writeAddress } = baogao;
  const form = document.getElementById("filter");
  if (!form) return;
  const items = [...document.querySelectorAll("[data-value], [data-row]")], count = document.getElementById("count");
  const groups = [...document.querySelectorAll("[data-group]")], boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const texts = new Map();

  function textOf(item) {
    if (!texts.has(item)) {
      const group = item.closest("[data-group]");
      texts.set(item, `${group ? group.querySelector("h2").textContent : ""} ${item.textContent}`.toLowerCase());
    }
    return texts.get(item);
  }
  function apply() {
    const wanted = form.elements.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const open = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const item of items) {
      item.hidden = Boolean((boxes.length && !open.has(item.dataset.value)) || !wanted.every((word) => textOf(item).includes(word)));
      shown += !item.hidden;
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-value]:not([hidden])");
    count.textContent = shown === items.length ? "" : shown ? `${shown.toLocaleString("en")} 条` : "没有这样的条目：换一个字词，或多选几项。";
  }
  function keep() {
    const { anchor, values } = readAddress();
    const find = form.elements.find.value, open = boxes.filter((box) => box.checked).map((box) => box.value);
    values.find = find ? [find] : [];
    values.met = open.length === boxes.length ? [] : open.length ? open : ["-"];
    writeAddress(anchor, values);
  }
  function restore() {
    const { anchor, values } = readAddress();
    form.elements.find.value = (values.find || [""])[0];
    for (const box of boxes) box.checked = !values.met || values.met.includes(box.value);
    apply();
    const target = anchor && document.getElementById(anchor);
    if (target && location.hash !== `#${anchor}`) target.scrollIntoView();
  }
  form.addEventListener("input", () => { apply(); keep(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  baogao.onEscape(() => {
    const open = form.elements.find.value !== "" || boxes.some((box) => !box.checked);
    if (open) { form.reset(); apply(); keep(); }
    return open;
  });
  baogao.onAddress(restore);
  restore();
})();
