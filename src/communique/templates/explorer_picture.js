/* The picture: which part of the plane is seen, and how it is drawn on the canvas.
   `now` says what is: open, pointed at (hover), active in the list, and let through by the filters (seen). */

const CHUNK = 400;          // ties a path: longer paths take software renderers many times as long
const MANY = 1000;          // nodes from which marks are small and ties thin
const LABELS_TRIED = 300, LABELS_SHOWN = 70;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

function pictureOf({ nodes, ties, types, kinds, around, count }, now, { root, stage, canvas }) {
  const ink = canvas.getContext("2d"), shapes = types.map(type => new Path2D(type.shape));
  const ahead = ties.kinds.map(of => of.length > 0 && !of.some(kind => kinds[kind][1] === "held"));
  const thickness = ties.weight.map(weight => Math.min(4, Math.round(Math.log2(1 + weight))));
  let radii = [], colours = {};
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
    const centre = now.open?.node ?? now.hover?.node ?? -1, marked = now.open?.tie ?? -1;
    const lit = new Set(centre >= 0 ? around[centre] : marked >= 0 ? [marked] : []);
    const near = new Set(centre >= 0 ? [centre] : []);
    for (const tie of lit) if (now.seenTie[tie]) near.add(ties.a[tie]).add(ties.b[tie]);
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
        if (!now.seenNode[node] || near.has(node) !== pass) continue;
        mark(node, lit.size && !pass ? 0.18 : 1);
      }
    }
    if (now.active >= 0 && now.seenNode[now.active]) ring(now.active);
    ink.globalAlpha = 1;
    label(lit.size ? near : null);
  }
  function lines(wanted, thick, dashes) {
    const batches = new Map();
    for (let tie = 0; tie < ties.a.length; tie++) {
      if (!now.seenTie[tie] || !wanted(tie)) continue;
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
    const first = now.open?.node ?? now.hover?.node ?? -1;
    const order = new Set([first, now.active, ...nodes.id.keys()].filter(node => node >= 0));
    let tried = 0;
    ink.font = `12px ${colours.font}`;
    ink.textBaseline = "middle";
    ink.lineJoin = "round";
    for (const node of order) {
      if (taken.length >= most || tried >= LABELS_TRIED) break;
      const x = screenX(node), y = screenY(node), r = radius(node);
      if (!now.seenNode[node] || only && !only.has(node) || x < 0 || y < 0 || x > width || y > height) continue;
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

  return {
    draw, paint, towards, screenX, screenY, radius, size, resize, readColours,
    fit: () => go(whole()),
    zoom: (factor, x, y, atOnce) => go(zoomed(factor, x, y), atOnce),
    pan: (dx, dy, atOnce) => go({ scale, left: left + dx, top: top + dy }, atOnce),
    stop: () => cancelAnimationFrame(moving),
    view: () => ({ scale, left, top }),
  };
}
