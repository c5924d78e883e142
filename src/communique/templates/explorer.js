/* The explorer: a network drawn on a canvas, with lists and a panel that say the same in words.
   Text reaches the page through textContent alone: what documents say can never become markup. */
(() => {
"use strict";

const NEAR = 6;             // pixels within which a pointer hits a tie
const CHUNK = 400;          // ties a path: longer paths take software renderers many times as long
const MANY = 1000;          // nodes from which marks are small and ties thin
const LABELS_TRIED = 300, LABELS_SHOWN = 70;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// Letters without their marks: "Côte" is found by "cote". Some letters have no decomposition.
const PLAIN = { "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "œ": "oe", "æ": "ae", "ı": "i", "’": "'" };
const fold = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[łøđßœæı’]/g, sign => PLAIN[sign]);
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const many = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
// A line may break between two dates, not at the hyphens within one: U+2060 joins what it stands between.
const unbroken = date => date.replaceAll("-", "\u2060-\u2060");
const dates = (first, last) => !first ? "undated" : !last || last === first ? unbroken(first) : `${unbroken(first)} to ${unbroken(last)}`;

function start(root) {
  root.dataset.ready = "";
  // Ids must differ between explorers, each of which brings this script and knows nothing of the others.
  let serial = 0;
  while (document.getElementById(`ex${serial}-found`)) serial++;
  const own = `ex${serial}-`;
  const { nodes, ties, types, kinds, sentences, documents, unit } = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const $ = selector => root.querySelector(selector);
  const stage = $(".ex-stage"), canvas = $("canvas"), list = $(".ex-nodes"), panel = $(".ex-panel"), tip = $(".ex-tip");
  const find = $(".ex-find input"), found = $(".ex-found"), status = $(".ex-status"), ink = canvas.getContext("2d");
  const count = nodes.id.length, shapes = types.map(type => new Path2D(type.shape));
  const around = nodes.id.map(() => []);      // the ties of each node, the strongest first
  ties.a.forEach((a, tie) => { around[a].push(tie); around[ties.b[tie]].push(tie); });
  const other = (tie, node) => ties.a[tie] === node ? ties.b[tie] : ties.a[tie];
  const word = node => types[nodes.type[node]].word;
  const keys = nodes.label.map((label, node) => [label, ...nodes.aliases[node]].map(fold));
  const ahead = ties.kinds.map(of => of.length > 0 && !of.some(kind => kinds[kind][1] === "held"));
  const thickness = ties.weight.map(weight => Math.min(4, Math.round(Math.log2(1 + weight))));
  let seenNode = nodes.id.map(() => true), seenTie = ties.a.map(() => true);
  let radii = [], colours = {}, open = null, active = -1, anchor = -1, hover = null;
  let width = 0, height = 0, scale = 1, left = 0, top = 0, least = 1, room = 1, waiting = false, moving = 0;

  // ---- The view: screen = place * scale + (left, top) ----
  const screenX = node => nodes.x[node] * scale + left, screenY = node => nodes.y[node] * scale + top;
  const widest = Math.max(1, ...nodes.x), highest = Math.max(1, ...nodes.y);
  const whole = () => {
    const fit = Math.min((width - 70) / widest, (height - 60) / highest);
    return { scale: fit, left: (width - widest * fit) / 2, top: (height - highest * fit) / 2 };
  };
  function go(view, atOnce = calm.matches) {
    cancelAnimationFrame(moving);
    const from = { scale, left, top }, begun = performance.now();
    const step = now => {
      const part = atOnce ? 1 : clamp((now - begun) / 250, 0, 1), eased = part * (2 - part);
      scale = from.scale + (view.scale - from.scale) * eased;
      left = from.left + (view.left - from.left) * eased;
      top = from.top + (view.top - from.top) * eased;
      draw();
      if (part < 1) moving = requestAnimationFrame(step);
    };
    step(begun);
  }
  function zoomed(factor, x = width / 2, y = height / 2) {
    const to = clamp(scale * factor, least * 0.5, least * 40), by = to / scale;
    return { scale: to, left: x - (x - left) * by, top: y - (y - top) * by };
  }
  function towards(node, atOnce) {
    const to = Math.max(scale, least * (count > 60 ? 2 : 1));
    go({ scale: to, left: width / 2 - nodes.x[node] * to, top: height / 2 - nodes.y[node] * to }, atOnce);
  }
  // Marks grow slower than the plane, so that zooming in makes room between them.
  const radius = node => radii[node] * room * clamp(scale / least, 0.5, 12) ** 0.45;

  // ---- Drawing ----
  function draw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; paint(); });
  }
  function paint() {
    const ratio = canvas.width / width || 1;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, width, height);
    const centre = open?.node ?? hover?.node ?? -1, marked = open?.tie ?? -1;
    const lit = new Set(centre >= 0 ? around[centre] : marked >= 0 ? [marked] : []);
    const near = new Set(centre >= 0 ? [centre] : []);
    for (const tie of lit) if (seenTie[tie]) near.add(ties.a[tie]).add(ties.b[tie]);
    const busy = ties.a.length > 4 * MANY;
    ink.strokeStyle = colours.tie;
    ink.globalAlpha = lit.size ? 0.12 : busy ? 0.25 : 0.6;
    lines(tie => !lit.has(tie), busy ? 0.5 : 1, !busy);
    if (lit.size) {
      ink.strokeStyle = colours.ink;
      ink.globalAlpha = 0.8;
      lines(tie => lit.has(tie), 1.4, true);
    }
    for (const pass of [false, true]) {        // what is lit lies on top
      for (let node = count - 1; node >= 0; node--) {
        if (!seenNode[node] || near.has(node) !== pass) continue;
        mark(node, lit.size && !pass ? 0.18 : 1);
      }
    }
    if (active >= 0 && seenNode[active]) ring(active);
    ink.globalAlpha = 1;
    label(lit.size ? near : null);
  }
  function lines(wanted, thick, dashes) {
    const batches = new Map();
    for (let tie = 0; tie < ties.a.length; tie++) {
      if (!seenTie[tie] || !wanted(tie)) continue;
      const a = ties.a[tie], b = ties.b[tie], xa = screenX(a), xb = screenX(b), ya = screenY(a), yb = screenY(b);
      if (Math.max(xa, xb) < 0 || Math.min(xa, xb) > width || Math.max(ya, yb) < 0 || Math.min(ya, yb) > height) continue;
      const key = thick < 1 ? 0 : thickness[tie] * 2 + ahead[tie];
      if (!batches.has(key)) batches.set(key, []);
      batches.get(key).push(xa, ya, xb, yb);
    }
    for (const [key, ends] of batches) {
      ink.lineWidth = thick < 1 ? thick : thick * (0.4 + 0.5 * (key >> 1));
      ink.setLineDash(dashes && key & 1 ? [5, 4] : []);
      for (let at = 0; at < ends.length; at += 4 * CHUNK) {
        ink.beginPath();
        for (let end = at; end < Math.min(ends.length, at + 4 * CHUNK); end += 4) {
          ink.moveTo(ends[end], ends[end + 1]);
          ink.lineTo(ends[end + 2], ends[end + 3]);
        }
        ink.stroke();
      }
    }
    ink.setLineDash([]);
  }
  function mark(node, alpha) {
    const x = screenX(node), y = screenY(node), r = radius(node);
    if (x < -r || y < -r || x > width + r || y > height + r) return;
    ink.save();
    ink.translate(x, y);
    ink.scale(r, r);
    ink.lineWidth = 2 / r;
    ink.strokeStyle = colours.paper;
    if (count < MANY) ink.stroke(shapes[nodes.type[node]]);
    ink.globalAlpha = alpha;
    ink.fillStyle = colours[nodes.type[node]];
    ink.fill(shapes[nodes.type[node]]);
    ink.restore();
  }
  function ring(node) {
    ink.globalAlpha = 1;
    ink.strokeStyle = colours.link;
    ink.lineWidth = 3;
    ink.beginPath();
    ink.arc(screenX(node), screenY(node), radius(node) * 1.3 + 4, 0, 7);
    ink.stroke();
  }
  // Names of the best connected first, each where it covers no other name.
  function label(only) {
    // Beside an open node there is room to keep names off the marks as well.
    const marks = only ? [...only].map(node => [screenX(node) - radius(node), screenY(node) - radius(node), screenX(node) + radius(node), screenY(node) + radius(node)]) : [];
    const taken = [], most = only ? LABELS_SHOWN : clamp(Math.round(width * height / (count > MANY ? 16000 : 9000) * scale / least), 8, LABELS_SHOWN);
    const first = open?.node ?? hover?.node ?? -1;
    const order = new Set([first, active, ...nodes.id.keys()].filter(node => node >= 0));
    let tried = 0;
    ink.font = `12px ${colours.font}`;
    ink.textBaseline = "middle";
    ink.lineJoin = "round";
    for (const node of order) {
      if (taken.length >= most || tried >= LABELS_TRIED) break;
      const x = screenX(node), y = screenY(node), r = radius(node);
      if (!seenNode[node] || only && !only.has(node) || x < 0 || y < 0 || x > width || y > height) continue;
      tried++;
      const said = nodes.label[node].length > 38 ? nodes.label[node].slice(0, 37) + "…" : nodes.label[node];
      const long = ink.measureText(said).width;
      for (const [dx, dy] of [[r * 1.2 + 4, 0], [-long - r * 1.2 - 4, 0], [-long / 2, r * 1.3 + 9], [-long / 2, -r * 1.3 - 9]]) {
        const box = [x + dx - 2, y + dy - 8, x + dx + long + 2, y + dy + 8];
        if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height) continue;
        if ([...taken, ...marks].some(t => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
        taken.push(box);
        ink.strokeStyle = colours.paper;
        ink.lineWidth = 4;
        ink.strokeText(said, x + dx, y + dy);
        ink.fillStyle = colours.ink;
        ink.fillText(said, x + dx, y + dy);
        break;
      }
    }
  }
  function readColours() {
    // A probe turns custom properties into colours that a canvas takes, whatever page or theme sets them.
    const probe = root.appendChild(make("i"));
    const read = value => { probe.style.color = value; return getComputedStyle(probe).color; };
    colours = { paper: read("var(--ex-paper)"), ink: read("var(--ex-ink)"), tie: read("var(--ex-tie)"), link: read("var(--ex-link)"), font: getComputedStyle(root).fontFamily };
    types.forEach((type, at) => { colours[at] = read(`var(--ex-${type.type})`); });
    probe.remove();
  }
  function resize() {
    if (!stage.clientWidth) return;
    const before = { x: (width / 2 - left) / scale, y: (height / 2 - top) / scale }, fitted = width && Math.abs(scale - least) < least * 0.01;
    const first = !width;
    ({ clientWidth: width, clientHeight: height } = stage);
    const ratio = Math.min(devicePixelRatio || 1, 2);
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    least = whole().scale;
    room = clamp(Math.min(width, height * 1.3) / 700, 0.6, 1);   // smaller marks on a telephone
    if (first || fitted) ({ scale, left, top } = whole());
    else { left = width / 2 - before.x * scale; top = height / 2 - before.y * scale; }
    paint();   // at once: a canvas is blank after its size is set
  }
  function size(measure) {
    const values = nodes.measures[measure].map(value => Math.max(0, value ?? 0)), most = Math.max(...values, 1e-12);
    const [small, large] = count > MANY ? [1.5, 7] : count > 300 ? [2.5, 10] : [4, 14];
    radii = values.map(value => small + (large - small) * Math.sqrt(value / most));
    draw();
  }

  // ---- Filters ----
  const checked = (what, read) => new Set([...root.querySelectorAll(`[data-${what}]`)].filter(box => box.checked).map(box => read(box.dataset[what])));
  const [from, to] = ["from", "to"].map(side => $(`[data-date=${side}]`));
  function filter() {
    const kept = checked("type", Number), roles = checked("role", String), statuses = checked("status", String);
    const narrowed = kinds.length && root.querySelector("[data-role]:not(:checked), [data-status]:not(:checked)");
    let undated = 0;
    seenTie = ties.a.map((a, tie) => {
      if (!kept.has(nodes.type[a]) || !kept.has(nodes.type[ties.b[tie]])) return false;
      if (narrowed && !ties.kinds[tie].some(kind => roles.has(kinds[kind][0]) && statuses.has(kinds[kind][1]))) return false;
      if (!from.value && !to.value) return true;
      if (!ties.first[tie]) { undated++; return false; }
      // Dates may be a year or a month: they begin with its first sign and end after its last.
      return (!to.value || ties.first[tie] <= to.value) && (!from.value || (ties.last[tie] || ties.first[tie]) + "~" >= from.value);
    });
    seenNode = nodes.id.map((_, node) => kept.has(nodes.type[node]) && (!around[node].length || around[node].some(tie => seenTie[tie])));
    const shown = seenNode.filter(Boolean).length, drawn = seenTie.filter(Boolean).length;
    status.textContent = `${shown.toLocaleString("en")} of ${many(count, "node")} and ${drawn.toLocaleString("en")} of ${many(ties.a.length, "tie")} shown`
      + (undated ? `; ${many(undated, "undated tie")} left out` : "") + ".";
    for (const [node, option] of options.entries()) option.hidden = !seenNode[node];
    if (open && !(open.tie !== undefined ? seenTie[open.tie] : seenNode[open.node])) close();
    draw();
  }

  // ---- The panel ----
  function show(what, focus) {
    open = what;
    hover = null;
    tip.hidden = true;
    panel.replaceChildren();
    const shut = make("button", "×", { type: "button", class: "ex-close", "aria-label": "Close" });
    shut.addEventListener("click", () => { close(); list.focus({ preventScroll: true }); });
    panel.append(shut);
    if (what.node !== undefined) tellNode(what.node); else tellTie(what.tie);
    panel.hidden = false;
    $(".ex-body").classList.add("ex-open");
    panel.scrollTop = 0;
    panel.setAttribute("aria-label", panel.querySelector("h3").textContent);
    if (focus) panel.focus();
    draw();
  }
  function close() {
    open = null;
    panel.hidden = true;
    $(".ex-body").classList.remove("ex-open");
    draw();
  }
  function tellNode(node) {
    const seen = around[node].filter(tie => seenTie[tie]);
    panel.append(make("h3", nodes.label[node]), make("p",
      `${word(node)} · ${many(around[node].length, "tie")} · named ${many(nodes.mentions[node], "time")} in ${many(nodes.documents[node], "document")} · ${dates(nodes.first[node], nodes.last[node])}`));
    const rows = panel.appendChild(make("ul"));
    for (const tie of seen) {
      const button = rows.appendChild(make("li")).appendChild(make("button", undefined, { type: "button" }));
      button.append(make("b", nodes.label[other(tie, node)]), make("small", facts(tie)));
      button.addEventListener("click", () => show({ tie, back: node }, true));
    }
    if (seen.length < around[node].length) panel.append(make("p", `${many(around[node].length - seen.length, "tie")} left out by the filter`));
  }
  const inWords = of => [...new Set(of.map(kind => `${kinds[kind][0]} (${kinds[kind][1]})`))].join(", ");
  const facts = tie => [inWords(ties.kinds[tie]), many(ties.places[tie] || ties.weight[tie], unit), dates(ties.first[tie], ties.last[tie])].filter(Boolean).join(" · ");
  function tellTie(tie) {
    const ends = [ties.a[tie], ties.b[tie]];
    panel.append(make("h3", ends.map(node => nodes.label[node]).join(" – ")), make("p", facts(tie)));
    const buttons = panel.appendChild(make("div", undefined, { class: "ex-ends" }));
    for (const node of ends) {
      const button = buttons.appendChild(make("button", `All ties of ${nodes.label[node]}`, { type: "button" }));
      button.addEventListener("click", () => { activate(node); show({ node }, true); });
    }
    const quotes = panel.appendChild(make("ol"));
    for (const [sentence, of] of ties.quotes[tie]) {
      const [document_, sent, pieces] = sentences[sentence], [href, title, date] = documents[document_];
      const row = quotes.appendChild(make("li"));
      if (of.length) row.append(make("small", inWords(of)));
      if (pieces.length) {
        const quote = row.appendChild(make("q"));
        for (const piece of pieces) {
          const named = Array.isArray(piece);
          quote.append(named && ends.includes(piece[0]) ? make("mark", piece[1], { class: `ex-${types[nodes.type[piece[0]]].type}` }) : named ? piece[1] : piece);
        }
      }
      row.append(make("a", title + (date ? `, ${unbroken(date)}` : ""), { href: href + (sent === null ? "" : `#s${sent}`) }));
    }
    const left_ = ties.places[tie] - ties.quotes[tie].length;
    if (left_ > 0) panel.append(make("p", `and ${left_.toLocaleString("en")} more in the documents`));
    if (!ties.quotes[tie].length) panel.append(make("p", "No sentence is kept for this tie."));
  }

  // ---- The list of nodes: one stop for the Tab key, arrows within ----
  const options = nodes.label.map((label, node) => make("div", `${label}, ${word(node)}, ${many(around[node].length, "tie")}`, { role: "option", id: `${own}n${node}`, "aria-selected": "false" }));
  function activate(node, look = false) {
    if (active >= 0) options[active].setAttribute("aria-selected", "false");
    active = node;
    if (node >= 0) {
      options[node].setAttribute("aria-selected", "true");
      list.setAttribute("aria-activedescendant", options[node].id);
      const x = screenX(node), y = screenY(node);
      if (look && (x < 20 || y < 20 || x > width - 20 || y > height - 20)) towards(node);
    } else list.removeAttribute("aria-activedescendant");
    draw();
  }
  function step(by) {
    for (let node = active < 0 ? (by > 0 ? 0 : count - 1) : active + by; node >= 0 && node < count; node += by) {
      if (seenNode[node]) { anchor = node; return activate(node, true); }
    }
  }
  function neighbour(by) {
    if (active < 0) return step(1);
    if (anchor < 0) anchor = active;
    const ring = around[anchor].filter(tie => seenTie[tie]).map(tie => other(tie, anchor));
    if (ring.length) activate(ring[(ring.indexOf(active) + by + ring.length + (by < 0 && active === anchor)) % ring.length], true);
  }
  const pan = (dx, dy) => go({ scale, left: left + dx, top: top + dy });
  const KEYS = {
    ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: () => neighbour(1), ArrowLeft: () => neighbour(-1),
    Home: () => { active = -1; step(1); }, End: () => { active = -1; step(-1); },
    Enter: () => active >= 0 && show({ node: active }, true), " ": () => active >= 0 && show({ node: active }, true),
    Escape: close, "+": () => go(zoomed(1.5)), "=": () => go(zoomed(1.5)), "-": () => go(zoomed(1 / 1.5)), "0": () => go(whole()),
  };
  const PANS = { ArrowDown: [0, -80], ArrowUp: [0, 80], ArrowRight: [-80, 0], ArrowLeft: [80, 0] };
  list.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = event.shiftKey && PANS[event.key] ? () => pan(...PANS[event.key]) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();   // JupyterLab has uses of its own for arrows and Enter
    act();
  });
  list.addEventListener("focus", () => { if (active < 0 && list.matches(":focus-visible")) step(1); });
  panel.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    const back = open?.back;
    if (back !== undefined) show({ node: back }, true);
    else { close(); list.focus({ preventScroll: true }); }
  });

  // ---- Search ----
  let hits = [], choice = -1;
  found.id = `${own}found`;
  find.setAttribute("aria-controls", found.id);
  function search() {
    const asked = fold(find.value.trim());
    // A name that begins with the words, then one with a word that does, then any that holds them.
    const rank = node => Math.min(...keys[node].map(key => key.startsWith(asked) ? 0 : key.includes(` ${asked}`) ? 1 : key.includes(asked) ? 2 : 9));
    hits = !asked ? [] : [...nodes.id.keys()].map(node => [rank(node), node]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 8).map(hit => hit[1]);
    found.replaceChildren(...hits.map((node, at) => {
      const row = make("li", nodes.label[node], { role: "option", id: `${own}f${at}`, "aria-selected": "false" });
      const alias = nodes.aliases[node].find((_, nth) => keys[node][nth + 1].includes(asked));
      row.append(make("small", word(node) + (alias && !keys[node][0].includes(asked) ? `, also ${alias}` : "") + (seenNode[node] ? "" : ", left out by the filter")));
      row.addEventListener("mousedown", event => { event.preventDefault(); take(at); });
      return row;
    }));
    if (asked && !hits.length) status.textContent = "No actor or forum of that name.";
    else if (asked) status.textContent = many(hits.length, "suggestion") + ".";
    pick(-1);
    reveal(hits.length > 0);
  }
  function reveal(shown) {
    found.hidden = !shown;
    find.setAttribute("aria-expanded", String(shown));
  }
  function pick(at) {
    choice = at;
    [...found.children].forEach((row, nth) => row.setAttribute("aria-selected", String(nth === at)));
    if (at >= 0) find.setAttribute("aria-activedescendant", `${own}f${at}`); else find.removeAttribute("aria-activedescendant");
  }
  function take(at) {
    const node = hits[at];
    if (node === undefined) return;
    if (!seenNode[node]) reset();
    find.value = nodes.label[node];
    reveal(false);
    filter();
    activate(anchor = node);
    show({ node });
    status.textContent = `${nodes.label[node]}, ${word(node)}, ${many(around[node].length, "tie")}: opened.`;
    requestAnimationFrame(() => towards(node));   // after the panel has taken its room
  }
  find.addEventListener("input", search);
  find.addEventListener("blur", () => reveal(false));
  find.addEventListener("keydown", event => {
    event.stopPropagation();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length) { reveal(true); pick((choice + (event.key === "ArrowDown" ? 1 : choice < 0 ? 0 : -1) + hits.length) % hits.length); }
    } else if (event.key === "Enter") take(Math.max(choice, 0));
    else if (event.key === "Escape") reveal(false);
  });

  // ---- Pointers ----
  function hit(x, y, slack = 3) {
    let best = null, nearest = Infinity;
    for (let node = 0; node < count; node++) {
      if (!seenNode[node]) continue;
      const away = Math.hypot(screenX(node) - x, screenY(node) - y) - radius(node) * 1.1;
      if (away < slack && away < nearest) { nearest = away; best = { node }; }
    }
    if (best) return best;
    nearest = NEAR;
    for (let tie = 0; tie < ties.a.length; tie++) {
      if (!seenTie[tie]) continue;
      const xa = screenX(ties.a[tie]), ya = screenY(ties.a[tie]), dx = screenX(ties.b[tie]) - xa, dy = screenY(ties.b[tie]) - ya;
      const along = clamp(((x - xa) * dx + (y - ya) * dy) / (dx * dx + dy * dy || 1), 0, 1);
      const away = Math.hypot(x - xa - along * dx, y - ya - along * dy);
      // While a node is open its own ties come first: the others are faint.
      const faint = open?.node !== undefined && ties.a[tie] !== open.node && ties.b[tie] !== open.node;
      if (away + (faint ? NEAR / 2 : 0) < nearest) { nearest = away + (faint ? NEAR / 2 : 0); best = { tie }; }
    }
    return best;
  }
  const held = new Map();
  let moved = 0;
  const place = event => { const box = stage.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
  stage.addEventListener("pointerdown", event => {
    if (event.button) return;
    cancelAnimationFrame(moving);
    if (!held.size) moved = 0;
    held.set(event.pointerId, place(event));
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("ex-held");
  });
  stage.addEventListener("pointermove", event => {
    const at = place(event), was = held.get(event.pointerId);
    if (!was) return event.pointerType === "mouse" && over(at);
    const still = [...held].find(([id]) => id !== event.pointerId)?.[1];
    if (still) {           // two fingers: the distance between them zooms, their middle moves
      const view = zoomed(Math.hypot(at.x - still.x, at.y - still.y) / (Math.hypot(was.x - still.x, was.y - still.y) || 1), still.x, still.y);
      go(view, true);
      moved = 99;
    } else {
      moved += Math.hypot(at.x - was.x, at.y - was.y);
      if (moved > 4) { left += at.x - was.x; top += at.y - was.y; tip.hidden = true; draw(); }
    }
    held.set(event.pointerId, at);
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, event => {
    const click = end === "pointerup" && held.has(event.pointerId) && moved <= 4;
    held.delete(event.pointerId);
    stage.classList.toggle("ex-held", held.size > 0);
    if (!click) return;
    const { x, y } = place(event), what = hit(x, y, event.pointerType === "mouse" ? 3 : 12);
    list.focus({ preventScroll: true });
    if (!what) { activate(-1); return close(); }
    if (what.node !== undefined) activate(anchor = what.node);
    show(what);
    panel.scrollIntoView({ block: "nearest" });
  });
  stage.addEventListener("pointerleave", () => { if (hover) { hover = null; draw(); } tip.hidden = true; stage.classList.remove("ex-over"); });
  function over(at) {
    const what = hit(at.x, at.y);
    stage.classList.toggle("ex-over", Boolean(what));
    if (what?.node !== hover?.node || what?.tie !== hover?.tie) { hover = what; draw(); }
    tip.hidden = !what;
    if (!what) return;
    const { node, tie } = what;
    tip.replaceChildren(
      make("b", node !== undefined ? nodes.label[node] : `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`),
      make("span", node !== undefined ? `${word(node)} · ${many(around[node].length, "tie")} · ${dates(nodes.first[node], nodes.last[node])}` : facts(tie)));
    tip.style.left = `${clamp(at.x + 14, 0, Math.max(0, width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${at.y + 18 + tip.offsetHeight > height ? at.y - tip.offsetHeight - 12 : at.y + 18}px`;
  }
  stage.addEventListener("wheel", event => {
    // The page scrolls on over a picture that nobody has clicked; a pinch on a pad comes with ctrlKey.
    if (!event.ctrlKey && document.activeElement !== list) return;
    event.preventDefault();
    const { x, y } = place(event);
    go(zoomed(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.0015)), x, y), true);
  }, { passive: false });

  // ---- Controls ----
  const ZOOMS = { in: () => zoomed(1.5), out: () => zoomed(1 / 1.5), fit: whole };
  for (const button of root.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => go(ZOOMS[button.dataset.zoom]()));
  $(".ex-size").addEventListener("change", event => size(event.target.value));
  for (const box of root.querySelectorAll("[data-type], [data-role], [data-status], [data-date]")) box.addEventListener("change", filter);
  function reset() {
    for (const box of root.querySelectorAll("[data-type], [data-role], [data-status]")) box.checked = true;
    from.value = to.value = "";
  }
  $(".ex-reset").addEventListener("click", () => { reset(); filter(); });
  $(".ex-bar").addEventListener("keydown", event => event.stopPropagation());

  readColours();
  root.classList.add("ex-live");
  for (const part of [".ex-bar", ".ex-status", ".ex-body", ".ex-keys"]) $(part).hidden = false;
  list.append(...options);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
  size($(".ex-size").value);
  filter();
  new ResizeObserver(resize).observe(stage);
  // Where a node stands in the window: for scripts that drive the page.
  root.explorer = { at: id => { const node = nodes.id.indexOf(id), box = stage.getBoundingClientRect(); return { x: box.left + screenX(node), y: box.top + screenY(node) }; }, view: () => ({ scale, left, top }), paint };
}

for (const root of document.querySelectorAll(".explorer:not([data-ready])")) start(root);
})();
