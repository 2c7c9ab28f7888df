"use strict";
// Indicators: choose them and their places; a chart and a table for each thing told of an indicator; each value opens its sentences.
(() => {
  const { make, load, readAddress, writeAddress } = baogao;
  const byId = (id) => document.getElementById(id);
  const charts = byId("charts"), names = byId("names"), places = byId("places"), box = byId("places-box");
  const BASES = { yoy: "同比", comparable_prices: "可比价", comparable_scope: "同口径", annual_average: "年均", cumulative: "累计", sequential: "环比", nominal: "名义" };
  const STATES = { a: "实际", e: "预计", t: "目标" }, ASPECTS = { level: "水平", share: "占比", growth: "增长", change: "增减" };
  const MOST_PLACES = 8, FIRST_PLACES = 5, MOST = 6;
  const listed = [...document.querySelectorAll("#indicators tbody tr")].map((row) => ({ id: row.dataset.id, name: row.cells[0].textContent, values: row.cells[3].textContent }));
  let state = { i: [], p: [], at: [] }, turn = 0;

  function hashOf(values) {
    return `#${Object.entries(values).filter(([, list]) => list.length).map(([name, list]) => `${name}=${list.map(encodeURIComponent).join(",")}`).join("&")}`;
  }
  function keyOf(indicator, row) { return [indicator, row.aspect, row.basis, row.place, row.period].join("|"); }
  function readSeries(id, series) {
    const values = series.values.map(([place, aspect, unit, basis, period, shown, value, low, high, status, reports, differing, rank]) => {
      const told = [value, low, high].filter((number) => number !== null);
      const height = value ?? (low !== null && high !== null ? (low + high) / 2 : told[0] ?? null);
      return { place, aspect, unit, basis, period, shown, value, low, high, height, status, reports, differing, rank };
    });
    return { id, ...series, values };
  }

  function pick(list, name, most) {
    const at = list.indexOf(name);
    if (at >= 0) return list.filter((other) => other !== name);
    return [...list, name].slice(-most);
  }
  function makeChoice(list, name, label, note, checked) {
    const input = make("input", { type: "checkbox", value: name });
    input.checked = checked;
    list.append(make("li", {}, make("label", {}, input, label, note ? make("i", {}, note) : "")));
  }
  function filterList(field, list) {
    const wanted = field.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
  }

  // Lists are made anew; who went through one with the keyboard stays where they were.
  function focusOn(list, value) {
    const input = [...list.querySelectorAll("input")].find((own) => own.value === value);
    if (input) input.focus({ preventScroll: true });
  }

  function listPlaces(all) {
    const counts = new Map();
    for (const series of all) for (const row of series.values) if (row.rank) counts.set(row.place, (counts.get(row.place) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([place]) => place);
  }
  function linesOf(series, aspect, unit, chosen) {
    return chosen.map((place, colour) => {
      const best = new Map();
      for (const row of series.values) {
        if (row.place !== place || row.aspect !== aspect || row.unit !== unit || !row.rank || row.height === null) continue;
        const kept = best.get(row.period);
        if (!kept || row.rank < kept.rank) best.set(row.period, row);
      }
      const points = [...best.values()].sort((a, b) => a.period - b.period).map((row) => {
        const key = keyOf(series.id, row), disagree = row.differing ? `，${row.differing} 份报告说法不同` : "";
        return { ...row, year: Number(row.period), key, href: hashOf({ ...state, at: [key] }), label: `${place} ${row.period} 年 ${row.shown}${row.status === "e" ? "（预计）" : ""}${disagree}` };
      });
      return { place, colour, points };
    }).filter((line) => line.points.length);
  }
  function targetsOf(series, aspect, unit, chosen, lines) {
    const last = Math.max(...lines.flatMap((line) => line.points.map((point) => point.year)));
    return series.targets.filter((row) => row[1] === aspect && row[2] === unit && row[9] && chosen.includes(row[0]) && (row[6] !== null || row[7] !== null)).map((row) => {
      const [place, , , , period, shown, low, high, , , page, report, start, end] = row, [from, to] = period.split("-").map(Number);
      const href = page ? `r/${page}.html#q${start}-${end}` : "#";
      return { first: from, last: to || from, low, high, href, colour: chosen.indexOf(place), label: `${place} ${period} 年目标 ${shown}（${report}）` };
    }).filter((target) => target.first <= last + 6);
  }

  function makeSaid(series, chosenKey, unit) {
    const [indicator, aspect, basis, place, period] = chosenKey.split("|");
    if (indicator !== series.id) return null;
    const rows = series.said.filter((row) => row[0] === place && row[1] === aspect && row[3] === basis && row[4] === period && row[5] !== "t");
    const box = make("div", { class: "said", id: "said" }, make("p", { class: "from" }, `${place} ${period} 的${series.name}，${rows.length} 处说到`));
    for (const [, , , , , status, direction, shown, page, report, start, end, before, text, after] of rows) {
      const source = page ? make("a", { href: `r/${page}.html#q${start}-${end}` }, report) : report;
      const arrow = direction === "up" ? "▲ " : direction === "down" ? "▼ " : "";
      box.append(make("div", { class: "quote" }, make("p", { class: "from" }, source, ` ${arrow}${shown} ${unit} ${STATES[status]}`),
        make("p", {}, before, make("mark", {}, text), after)));
    }
    return box;
  }
  const HEADS = ["地方", "时期", "口径", "数值", "性质", "报告数", "不一致"];
  function rowsOf(series, aspect, unit, chosen) {
    return series.values.filter((row) => row.aspect === aspect && row.unit === unit && chosen.includes(row.place))
      .sort((a, b) => chosen.indexOf(a.place) - chosen.indexOf(b.place) || (a.period < b.period ? -1 : a.period > b.period ? 1 : 0));
  }
  function makeTable(series, rows, title) {
    const body = make("tbody");
    for (const row of rows) {
      const link = make("a", { href: hashOf({ ...state, at: [keyOf(series.id, row)] }) }, row.period);
      const cells = [row.place, link, BASES[row.basis] || row.basis, row.shown, STATES[row.status], String(row.reports), row.differing ? String(row.differing) : ""];
      body.append(make("tr", {}, ...cells.map((cell, at) => make("td", [3, 5, 6].includes(at) ? { class: "n" } : {}, cell))));
    }
    const head = make("thead", {}, make("tr", {}, ...HEADS.map((name) => make("th", { scope: "col" }, name))));
    const box = make("details", { class: "figures" }, make("summary", {}, `${rows.length} 个数值`), make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title }, make("table", {}, head, body)));
    return box;
  }
  function guard(cell) {
    const text = String(cell);
    const safe = /^'*[=+\-@＝＋－＠\t\r]/.test(text) && !/^[-+]?[0-9][0-9,]*(\.[0-9]+)?%?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
  function download(series, aspect, title, rows) {
    const heads = ["指标", "地方", "时期", "口径", "数值", "下限", "上限", "性质", "报告数", "不一致"];
    const lines = [heads, ...rows.map((row) => [title, row.place, row.period, BASES[row.basis] || row.basis, row.value ?? "", row.low ?? "", row.high ?? "", STATES[row.status], row.reports, row.differing])];
    const blob = new Blob(["\ufeff", lines.map((line) => line.map(guard).join(",")).join("\r\n"), "\r\n"], { type: "text/csv" });
    const link = make("a", { href: URL.createObjectURL(blob), download: `${series.id}-${aspect}.csv` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  function makeSection(series, [aspect, base, title, unit, zero], chosen) {
    const rows = rowsOf(series, aspect, base, chosen), lines = linesOf(series, aspect, base, chosen);
    if (!rows.length) return null;
    const section = make("section", {}, make("h2", {}, title));
    if (lines.length) section.append(drawChart({ title, unit, zero: zero === 1, width: Math.max(320, Math.min(860, charts.clientWidth)) }, lines, targetsOf(series, aspect, base, chosen, lines), state.at[0]));
    else section.append(make("p", { class: "empty" }, "所选地方只有几年合计或一年之内的数，画不成逐年的线；见下表。"));
    const silent = chosen.filter((place) => !rows.some((row) => row.place === place));
    if (silent.length) section.append(make("p", { class: "empty" }, `${silent.join("、")}：各报告都没有说到${ASPECTS[aspect]}。`));
    if (state.at[0] && state.at[0].split("|")[1] === aspect) { const said = makeSaid(series, state.at[0], unit); if (said) section.append(said); }
    const button = make("button", { type: "button" }, "下载 CSV");
    button.addEventListener("click", () => download(series, aspect, title, rows));
    section.append(makeTable(series, rows, title), button);
    return section;
  }

  async function show() {
    const own = ++turn, focused = document.activeElement && document.activeElement.closest(".choose") ? document.activeElement.value : null, ids = state.i.filter((id) => listed.some((entry) => entry.id === id));
    names.replaceChildren();
    for (const entry of listed) makeChoice(names, entry.id, entry.name, entry.values, ids.includes(entry.id));
    filterList(byId("find"), names);
    focusOn(names, focused);
    let all = [];
    try { all = (await Promise.all(ids.map((id) => load(`series/${id}`)))).map((series, at) => readSeries(ids[at], series)); } catch (error) {
      charts.replaceChildren(make("p", { class: "empty" }, `${error.message}.js 没有读到：它应在 explorer 文件夹里。`));
      return;
    }
    if (own !== turn) return;
    const known = listPlaces(all), open = new Set([...charts.querySelectorAll("details")].map((detail, at) => (detail.open ? at : -1)));
    const chosen = state.p.length ? state.p : known.slice(0, FIRST_PLACES);
    places.replaceChildren();
    box.hidden = !all.length;
    for (const place of [...new Set([...chosen, ...known])]) makeChoice(places, place, place, "", chosen.includes(place));
    filterList(byId("find-place"), places);
    focusOn(places, focused);
    const parts = [];
    for (const series of all) {
      const sections = series.columns.map((column) => makeSection(series, column, chosen)).filter(Boolean);
      if (sections.length) parts.push(...sections);
      else parts.push(make("section", {}, make("h2", {}, series.name), make("p", { class: "empty" }, `所选地方的报告都没有说到${series.name}。`)));
    }
    charts.replaceChildren(...parts);
    [...charts.querySelectorAll("details")].forEach((detail, at) => { detail.open = open.has(at); });
    const said = byId("said");
    if (said) said.scrollIntoView({ block: "nearest" });
  }
  function keep(step) { writeAddress("", state, step); show(); }
  names.addEventListener("change", (event) => { state = { ...state, i: pick(state.i, event.target.value, MOST), at: [] }; keep(true); });
  places.addEventListener("change", () => {
    const checked = [...places.querySelectorAll("input:checked")].map((input) => input.value);
    state = { ...state, p: checked.slice(0, MOST_PLACES), at: [] };
    keep(false);
  });
  byId("find").addEventListener("input", () => filterList(byId("find"), names));
  byId("find-place").addEventListener("input", () => filterList(byId("find-place"), places));
  baogao.onEscape(() => { const open = state.at.length > 0; if (open) { state = { ...state, at: [] }; keep(false); } return open; });
  function restore() {
    const { values } = readAddress();
    state = { i: values.i || [], p: values.p || [], at: values.at || [] };
    show();
  }
  const choose = byId("pick"), narrow = matchMedia("(max-width: 760px)");
  if (narrow.matches && (readAddress().values.i || []).length) choose.open = false;
  narrow.addEventListener("change", show);
  baogao.onAddress(restore);
  restore();
})();
