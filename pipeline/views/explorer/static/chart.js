"use strict";
// A line over years for each place, labelled at its end; targets as dashed ticks or bands; hollow points where reports disagree.
function drawChart({ title, unit, zero, width }, lines, targets, chosen) {
  const { make } = baogao;
  const WIDTH = width, HEIGHT = 250, LEFT = 10, RIGHT = width < 560 ? 130 : 190, TOP = 16, BOTTOM = 24;
  const points = lines.flatMap((line) => line.points);
  const bounds = targets.flatMap((target) => [target.low, target.high]).filter((number) => number !== null);
  const years = [...points.map((point) => point.year), ...targets.flatMap((target) => [target.first, target.last])];
  const heights = [...points.map((point) => point.height), ...bounds];
  const first = Math.min(...years), last = Math.max(...years);
  let low = Math.min(...heights), high = Math.max(...heights);
  if (zero) { low = Math.min(low, 0); high = Math.max(high, 0); }
  if (high === low) { high += Math.abs(high) / 10 || 1; low -= zero ? 0 : Math.abs(low) / 10 || 1; }
  const x = (year) => LEFT + (last === first ? 0.5 : (year - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (height) => TOP + (high - height) / (high - low) * (HEIGHT - TOP - BOTTOM);
  const round = (number) => Math.round(number * 100) / 100;
  const foot = low < 0 && high > 0 || zero ? y(0) : HEIGHT - BOTTOM;
  const svg = make("svg:svg", { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": `${title}，${first}—${last} 年` });
  svg.append(make("svg:line", { class: "base", x1: LEFT, x2: WIDTH - RIGHT, y1: round(foot), y2: round(foot) }));
  const step = Math.max(1, Math.ceil((last - first) / (WIDTH / 80)));
  for (let year = first; year <= last; year += step) {
    svg.append(make("svg:text", { x: round(x(year)), y: HEIGHT - 4, "text-anchor": year === first && last > first ? "start" : "middle" }, String(year)));
  }
  for (const target of targets) {
    const from = round(target.first === target.last ? x(target.first) - 9 : x(target.first)), to = round(target.first === target.last ? x(target.last) + 9 : x(target.last));
    const link = make("svg:a", { href: target.href, class: `c${target.colour}`, "aria-label": target.label });
    link.append(make("svg:title", {}, target.label));
    if (target.low !== null && target.high !== null && target.low !== target.high) {
      link.append(make("svg:rect", { class: "band", x: from, width: round(to - from), y: round(y(target.high)), height: round(y(target.low) - y(target.high)) }));
    } else {
      const height = target.low ?? target.high;
      link.append(make("svg:line", { class: "target", x1: from, x2: to, y1: round(y(height)), y2: round(y(height)) }));
    }
    svg.append(link);
  }
  lines.forEach((line) => {
    const group = make("svg:g", { class: `c${line.colour}` });
    line.points.forEach((point, at) => {
      const before = line.points[at - 1];
      if (before) {
        const path = `M${round(x(before.year))} ${round(y(before.height))}L${round(x(point.year))} ${round(y(point.height))}`;
        group.append(make("svg:path", { d: path, class: point.status === "e" ? "e" : "" }));
      }
    });
    for (const point of line.points) {
      const link = make("svg:a", { href: point.href, "aria-label": point.label, class: point.key === chosen ? "on" : "" });
      const place = { cx: round(x(point.year)), cy: round(y(point.height)) };
      link.append(make("svg:title", {}, point.label), make("svg:circle", { ...place, r: 10, class: "hit" }),
        make("svg:circle", { ...place, r: 3.5, class: point.differing ? "split" : "" }));
      group.append(link);
    }
    svg.append(group);
  });
  // A label stands behind its line's last point; where lines or labels are in its way it moves up or down.
  const taken = lines.flatMap(({ points: own }) => own.flatMap((point, at) => {
    const [x0, y0] = [x(point.year), y(point.height)], next = own[at + 1];
    if (!next) return [[x0, y0]];
    const [x1, y1] = [x(next.year), y(next.height)], steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 6));
    return Array.from({ length: steps + 1 }, (_, step) => [x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps]);
  }));
  const ends = lines.map((line) => ({ line, point: line.points[line.points.length - 1] })).sort((a, b) => b.point.year - a.point.year || b.point.height - a.point.height);
  for (const { line, point } of ends) {
    const label = `${line.place} ${point.shown} ${unit}`.trim(), left = x(point.year) + 9, right = left + 9 + [...label].length * 10;
    const meets = (at) => taken.filter(([px, py]) => px > left - 2 && px < right && Math.abs(py - at) < 9).length;
    const places = [0, -12, 12, -24, 24, -36, 36, -50, 50].map((off) => y(point.height) + off).filter((at) => at > 6 && at < HEIGHT - BOTTOM - 4);
    const at = places.reduce((best, place) => (meets(place) < meets(best) ? place : best), places[0] ?? y(point.height));
    for (let px = left; px < right; px += 6) taken.push([px, at - 4], [px, at + 4]);
    svg.append(make("svg:text", { class: `label c${line.colour}`, x: round(left), y: round(at + 4.5) }, label));
  }
  return svg;
}
