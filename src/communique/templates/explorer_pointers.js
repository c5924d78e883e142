/* Mouse and fingers: what is under them opens or shows its name; dragging, pinching and the wheel move the picture. */

const NEAR = 6;             // pixels within which a pointer hits a tie

function followPointers(network, now, { stage, list, tip, panel }, picture, { show, close, facts }, activate) {
  const { nodes, ties, around, count, word } = network;
  const { draw, screenX, screenY, radius } = picture;
  function hit(x, y, slack = 3) {
    let best = null, nearest = Infinity;
    for (let node = 0; node < count; node++) {
      if (!now.seenNode[node]) continue;
      const away = Math.hypot(screenX(node) - x, screenY(node) - y) - radius(node) * 1.1;
      if (away < slack && away < nearest) { nearest = away; best = { node }; }
    }
    if (best) return best;
    nearest = NEAR;
    for (let tie = 0; tie < ties.a.length; tie++) {
      if (!now.seenTie[tie]) continue;
      const xa = screenX(ties.a[tie]), ya = screenY(ties.a[tie]), dx = screenX(ties.b[tie]) - xa, dy = screenY(ties.b[tie]) - ya;
      const along = clamp(((x - xa) * dx + (y - ya) * dy) / (dx * dx + dy * dy || 1), 0, 1);
      const away = Math.hypot(x - xa - along * dx, y - ya - along * dy);
      // While a node is open its own ties come first: the others are faint.
      const faint = now.open?.node !== undefined && ties.a[tie] !== now.open.node && ties.b[tie] !== now.open.node;
      if (away + (faint ? NEAR / 2 : 0) < nearest) { nearest = away + (faint ? NEAR / 2 : 0); best = { tie }; }
    }
    return best;
  }
  const held = new Map();
  let moved = 0;
  const place = event => { const box = stage.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
  stage.addEventListener("pointerdown", event => {
    if (event.button) return;
    picture.stop();
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
      picture.zoom(Math.hypot(at.x - still.x, at.y - still.y) / (Math.hypot(was.x - still.x, was.y - still.y) || 1), still.x, still.y, true);
      moved = 99;
    } else {
      moved += Math.hypot(at.x - was.x, at.y - was.y);
      if (moved > 4) { picture.pan(at.x - was.x, at.y - was.y, true); tip.hidden = true; }
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
    if (what.node !== undefined) activate(now.anchor = what.node);
    show(what);
    panel.scrollIntoView({ block: "nearest" });
  });
  stage.addEventListener("pointerleave", () => { if (now.hover) { now.hover = null; draw(); } tip.hidden = true; stage.classList.remove("ex-over"); });
  function over(at) {
    const what = hit(at.x, at.y);
    stage.classList.toggle("ex-over", Boolean(what));
    if (what?.node !== now.hover?.node || what?.tie !== now.hover?.tie) { now.hover = what; draw(); }
    tip.hidden = !what;
    if (!what) return;
    const { node, tie } = what;
    tip.replaceChildren(
      make("b", node !== undefined ? nodes.label[node] : `${nodes.label[ties.a[tie]]} – ${nodes.label[ties.b[tie]]}`),
      make("span", node !== undefined ? `${word(node)} · ${many(around[node].length, "tie")} · ${dates(nodes.first[node], nodes.last[node])}` : facts(tie)));
    tip.style.left = `${clamp(at.x + 14, 0, Math.max(0, stage.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${at.y + 18 + tip.offsetHeight > stage.clientHeight ? at.y - tip.offsetHeight - 12 : at.y + 18}px`;
  }
  stage.addEventListener("wheel", event => {
    // The page scrolls on over a picture that nobody has clicked; a pinch on a pad comes with ctrlKey.
    if (!event.ctrlKey && document.activeElement !== list) return;
    event.preventDefault();
    const { x, y } = place(event);
    picture.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.0015)), x, y, true);
  }, { passive: false });
}
