"use strict";
// The list of reports: sorted and filtered; rows are made as many as are looked at.
(() => {
  const { make, load, readAddress, writeAddress } = baogao;
  const form = document.getElementById("filter"), table = document.getElementById("reports"), more = document.getElementById("more");
  const count = document.getElementById("count"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const COLUMNS = { title: 1, place: 2, year: 3, level: 4, genre: 5, delivered: 6, characters: 7, quantities: 8, status: 9 };
  const NUMBERS = new Set(["year", "characters", "quantities"]);
  const STEP = 300, order = new Intl.Collator("zh-Hans", { numeric: true });
  let reports = null, chosen = [], shown = 0, sort = "", pristine = true;

  function makeRow(report) {
    const [page, title] = report, name = page ? make("a", { href: page }, title) : title;
    const cells = Object.entries(COLUMNS).slice(1).map(([column, at]) => {
      const value = report[at] === null ? "" : report[at];
      return make("td", NUMBERS.has(column) ? { class: "n" } : {}, column === "year" || typeof value !== "number" ? String(value) : value.toLocaleString("en"));
    });
    return make("tr", {}, make("td", {}, name), ...cells);
  }
  function showMore() {
    body.append(...chosen.slice(shown, shown + STEP).map(makeRow));
    shown = Math.min(shown + STEP, chosen.length);
    more.hidden = shown >= chosen.length;
    more.textContent = `再列一些（已列 ${shown.toLocaleString("en")}）`;
  }
  function compare(column, falling) {
    const at = COLUMNS[column];
    return (one, other) => {
      const a = one[at], b = other[at];
      if (a === b) return order.compare(one[10], other[10]);
      if (a === null || a === "") return 1;
      if (b === null || b === "") return -1;
      return (NUMBERS.has(column) ? a - b : order.compare(a, b)) * (falling ? -1 : 1);
    };
  }
  function apply() {
    const { find, place, from, to, level, genre } = Object.fromEntries(new FormData(form));
    const wanted = find.toLowerCase().split(/\s+/).filter(Boolean);
    chosen = reports.filter((report) => wanted.every((word) => `${report[1]} ${report[2]} ${report[10]}`.toLowerCase().includes(word))
      && (!place || report[2] === place) && (!level || report[4] === level) && (!genre || report[5] === genre)
      && (!Number(from) || (report[3] !== null && report[3] >= Number(from))) && (!Number(to) || (report[3] !== null && report[3] <= Number(to))));
    const column = sort.replace("-", "");
    if (column in COLUMNS) chosen.sort(compare(column, sort.startsWith("-")));
    for (const head of heads) {
      if (head.dataset.name === column) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    count.textContent = chosen.length === reports.length ? `${reports.length.toLocaleString("en")} 份` : `${chosen.length.toLocaleString("en")} 份，共 ${reports.length.toLocaleString("en")} 份`;
    if (pristine && chosen.length === reports.length && !sort) { chosen = reports; shown = body.rows.length; more.hidden = shown >= reports.length; return; }
    pristine = false;
    body.replaceChildren();
    shown = 0;
    showMore();
    if (!chosen.length) body.append(make("tr", {}, make("td", { colspan: "9", class: "empty" }, "没有这样的报告：换一个地方、年份或字词。")));
  }
  function keep() {
    const values = {};
    for (const [name, value] of new FormData(form)) if (value) values[name] = [value];
    if (sort) values.sort = [sort];
    writeAddress("", values);
  }
  function restore() {
    const { values } = readAddress();
    for (const field of form.elements) if (field.name) field.value = (values[field.name] || [""])[0];
    sort = (values.sort || [""])[0];
    if (reports) apply();
  }
  for (const head of heads) {
    const name = head.dataset.name, button = make("button", { type: "button" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      sort = sort === name ? `-${name}` : sort === `-${name}` ? "" : name;
      if (reports) apply();
      keep();
    });
  }
  form.addEventListener("input", () => { if (reports) apply(); keep(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", showMore);
  baogao.onEscape(() => {
    const open = location.hash !== "";
    if (open) { form.reset(); sort = ""; apply(); keep(); }
    return open;
  });
  baogao.onAddress(restore);
  restore();
  load("reports").then((rows) => { reports = rows; apply(); }, () => { count.textContent = "reports.js 没有读到：它应在 explorer 文件夹里。"; });
})();
