"""The explorer of 3,000 nodes and 12,000 ties: how long it takes to open, and whether it keeps moving."""

import time
from pathlib import Path

import pytest
from crowds import crowd

from communique import build_network
from communique.explorer import explorer

N_ACTORS, N_FORUMS, N_TIES = 2_400, 600, 12_000
LOAD_AT_MOST, MEDIAN_FRAME_AT_MOST = 3.0, 50.0
FRAMES = """() => {
  let last = performance.now();
  window.frames_ = [];
  const next = now => { frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


@pytest.fixture(scope="module")
def page_of_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = crowd(N_ACTORS, N_FORUMS, N_TIES)
    graph = build_network(tables)
    assert (len(graph), graph.number_of_edges()) == (N_ACTORS + N_FORUMS, N_TIES)
    begun = time.perf_counter()
    html = explorer(graph, tables).to_html()
    print(f"\nmade in {time.perf_counter() - begun:.1f} s, {len(html.encode()) / 1e6:.2f} MB")
    path = tmp_path_factory.mktemp("explorer") / "many.html"
    path.write_text(f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Many</title><body>{html}")
    return path


def test_a_large_network_opens_soon_and_moves_smoothly(browser, page_of_many: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    begun = time.perf_counter()
    page.goto(page_of_many.as_uri())
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    load = time.perf_counter() - begun
    stage = page.locator(".ex-stage")
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    x, y = box["x"] + 300, box["y"] + 300
    page.evaluate(FRAMES)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(90):
        page.mouse.move(x + step, y + step / 2)
    page.mouse.up()
    panned = sorted(page.evaluate("frames_.splice(0)"))
    page.locator(".ex-nodes").focus()
    for _ in range(40):
        page.mouse.wheel(0, -40)
    zoomed = sorted(page.evaluate("frames_.splice(0)"))
    page.close()
    print(f"open {load:.2f} s")
    for what, frames in (("pan", panned), ("zoom", zoomed)):
        middle, late = frames[len(frames) // 2], frames[int(len(frames) * 0.95)]
        print(f"{what}: {len(frames)} frames, median {middle:.0f} ms, 95% {late:.0f} ms")
    assert load <= LOAD_AT_MOST
    assert panned[len(panned) // 2] <= MEDIAN_FRAME_AT_MOST
    assert zoomed[len(zoomed) // 2] <= MEDIAN_FRAME_AT_MOST
