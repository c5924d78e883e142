/* The explorer: a network drawn on a canvas, with lists and a panel that say the same in words.
   Here: what is shown (filters), the list of nodes, search and controls; picture, panel and pointers stand before. */

function start(root) {
  root.dataset.ready = "";
  // Ids must differ between explorers, each of which brings this script and knows nothing of the others.
  let serial = 0;
  while (document.getElementById(`ex${serial}-found`)) serial++;
  const own = `ex${serial}-`;
  const network = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const { nodes, ties, types, kinds } = network, count = nodes.id.length;
  const around = nodes.id.map(() => []);      // the ties of each node, the strongest first
  ties.a.forEach((a, tie) => { around[a].push(tie); around[ties.b[tie]].push(tie); });
  const other = (tie, node) => ties.a[tie] === node ? ties.b[tie] : ties.a[tie];
  const word = node => types[nodes.type[node]].word;
  Object.assign(network, { count, around, other, word });
  const keys = nodes.label.map((label, node) => [label, ...nodes.aliases[node]].map(fold));

  const $ = selector => root.querySelector(selector);
  const parts = { root, stage: $(".ex-stage"), canvas: $("canvas"), body: $(".ex-body"), list: $(".ex-nodes"), panel: $(".ex-panel"), tip: $(".ex-tip") };
  const { stage, list } = parts, find = $(".ex-find input"), found = $(".ex-found"), status = $(".ex-status");
  const now = { open: null, hover: null, active: -1, anchor: -1, seenNode: nodes.id.map(() => true), seenTie: ties.a.map(() => true) };
  const picture = pictureOf(network, now, parts), { draw } = picture;
  const panel = panelOf(network, now, parts, draw, activate), { show, close } = panel;
  followPointers(network, now, parts, picture, panel, activate);

  // ---- Filters ----
  const checked = (what, read) => new Set([...root.querySelectorAll(`[data-${what}]`)].filter(box => box.checked).map(box => read(box.dataset[what])));
  const [from, to] = ["from", "to"].map(side => $(`[data-date=${side}]`));
  function filter() {
    const kept = checked("type", Number), roles = checked("role", String), statuses = checked("status", String);
    const narrowed = kinds.length && root.querySelector("[data-role]:not(:checked), [data-status]:not(:checked)");
    let undated = 0;
    now.seenTie = ties.a.map((a, tie) => {
      if (!kept.has(nodes.type[a]) || !kept.has(nodes.type[ties.b[tie]])) return false;
      if (narrowed && !ties.kinds[tie].some(kind => roles.has(kinds[kind][0]) && statuses.has(kinds[kind][1]))) return false;
      if (!from.value && !to.value) return true;
      if (!ties.first[tie]) { undated++; return false; }
      // Dates may be a year or a month: they begin with its first sign and end after its last.
      return (!to.value || ties.first[tie] <= to.value) && (!from.value || (ties.last[tie] || ties.first[tie]) + "~" >= from.value);
    });
    now.seenNode = nodes.id.map((_, node) => kept.has(nodes.type[node]) && (!around[node].length || around[node].some(tie => now.seenTie[tie])));
    const shown = now.seenNode.filter(Boolean).length, drawn = now.seenTie.filter(Boolean).length;
    status.textContent = `${shown.toLocaleString("en")} of ${many(count, "node")} and ${drawn.toLocaleString("en")} of ${many(ties.a.length, "tie")} shown`
      + (undated ? `; ${many(undated, "undated tie")} left out` : "") + ".";
    for (const [node, option] of options.entries()) option.hidden = !now.seenNode[node];
    if (now.open && !(now.open.tie !== undefined ? now.seenTie[now.open.tie] : now.seenNode[now.open.node])) close();
    draw();
  }

  // ---- The list of nodes: one stop for the Tab key, arrows within ----
  const options = nodes.label.map((label, node) => make("div", `${label}, ${word(node)}, ${many(around[node].length, "tie")}`, { role: "option", id: `${own}n${node}`, "aria-selected": "false" }));
  function activate(node, look = false) {
    if (now.active >= 0) options[now.active].setAttribute("aria-selected", "false");
    now.active = node;
    if (node >= 0) {
      options[node].setAttribute("aria-selected", "true");
      list.setAttribute("aria-activedescendant", options[node].id);
      const x = picture.screenX(node), y = picture.screenY(node);
      if (look && (x < 20 || y < 20 || x > stage.clientWidth - 20 || y > stage.clientHeight - 20)) picture.towards(node);
    } else list.removeAttribute("aria-activedescendant");
    draw();
  }
  function step(by) {
    for (let node = now.active < 0 ? (by > 0 ? 0 : count - 1) : now.active + by; node >= 0 && node < count; node += by) {
      if (now.seenNode[node]) { now.anchor = node; return activate(node, true); }
    }
  }
  function neighbour(by) {
    if (now.active < 0) return step(1);
    if (now.anchor < 0) now.anchor = now.active;
    const ring = around[now.anchor].filter(tie => now.seenTie[tie]).map(tie => other(tie, now.anchor));
    if (ring.length) activate(ring[(ring.indexOf(now.active) + by + ring.length + (by < 0 && now.active === now.anchor)) % ring.length], true);
  }
  const KEYS = {
    ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: () => neighbour(1), ArrowLeft: () => neighbour(-1),
    Home: () => { now.active = -1; step(1); }, End: () => { now.active = -1; step(-1); },
    Enter: () => now.active >= 0 && show({ node: now.active }, true), " ": () => now.active >= 0 && show({ node: now.active }, true),
    Escape: close, "+": () => picture.zoom(1.5), "=": () => picture.zoom(1.5), "-": () => picture.zoom(1 / 1.5), "0": () => picture.fit(),
  };
  const PANS = { ArrowDown: [0, -80], ArrowUp: [0, 80], ArrowRight: [-80, 0], ArrowLeft: [80, 0] };
  list.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = event.shiftKey && PANS[event.key] ? () => picture.pan(...PANS[event.key]) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();   // JupyterLab has uses of its own for arrows and Enter
    act();
  });
  list.addEventListener("focus", () => { if (now.active < 0 && list.matches(":focus-visible")) step(1); });

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
      row.append(make("small", word(node) + (alias && !keys[node][0].includes(asked) ? `, also ${alias}` : "") + (now.seenNode[node] ? "" : ", left out by the filter")));
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
    if (!now.seenNode[node]) reset();
    find.value = nodes.label[node];
    reveal(false);
    filter();
    activate(now.anchor = node);
    show({ node });
    status.textContent = `${nodes.label[node]}, ${word(node)}, ${many(around[node].length, "tie")}: opened.`;
    requestAnimationFrame(() => picture.towards(node));   // after the panel has taken its room
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

  // ---- Controls ----
  const ZOOMS = { in: () => picture.zoom(1.5), out: () => picture.zoom(1 / 1.5), fit: () => picture.fit() };
  for (const button of root.querySelectorAll("[data-zoom]")) button.addEventListener("click", ZOOMS[button.dataset.zoom]);
  $(".ex-size").addEventListener("change", event => picture.size(event.target.value));
  for (const box of root.querySelectorAll("[data-type], [data-role], [data-status], [data-date]")) box.addEventListener("change", filter);
  function reset() {
    for (const box of root.querySelectorAll("[data-type], [data-role], [data-status]")) box.checked = true;
    from.value = to.value = "";
  }
  $(".ex-reset").addEventListener("click", () => { reset(); filter(); });
  $(".ex-bar").addEventListener("keydown", event => event.stopPropagation());

  picture.readColours();
  root.classList.add("ex-live");
  for (const part of [".ex-bar", ".ex-status", ".ex-body", ".ex-keys"]) $(part).hidden = false;
  list.append(...options);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { picture.readColours(); draw(); });
  picture.size($(".ex-size").value);
  filter();
  new ResizeObserver(picture.resize).observe(stage);
  // Where a node stands in the window: for scripts that drive the page.
  root.explorer = { at: id => { const node = nodes.id.indexOf(id), box = stage.getBoundingClientRect(); return { x: box.left + picture.screenX(node), y: box.top + picture.screenY(node) }; }, view: picture.view, paint: picture.paint };
}

for (const root of document.querySelectorAll(".explorer:not([data-ready])")) start(root);
