"""The explorer of 3,000 nodes and 12,000 ties: how long it takes to open, and whether it keeps moving."""

import time
from pathlib import Path

import pytest
from crowds import crowd
from results import Results

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
def page_of_many(tmp_path_factory: pytest.TempPathFactory, record: Results) -> Path:
    tables = crowd(N_ACTORS, N_FORUMS, N_TIES)
    graph = build_network(tables)
    assert (len(graph), graph.number_of_edges()) == (N_ACTORS + N_FORUMS, N_TIES)
    begun = time.perf_counter()
    html = explorer(graph, tables).to_html()
    record("explorer: made", time.perf_counter() - begun, "s of the wall", n=len(graph), of="nodes")
    record("explorer: size", len(html.encode()) / 1e6, "MB", n=len(graph), of="nodes")
    path = tmp_path_factory.mktemp("explorer") / "many.html"
    path.write_text(f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Many</title><body>{html}")
    return path


def test_a_large_network_opens_soon_and_moves_smoothly(browser, page_of_many: Path, record: Results) -> None:
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
    record("explorer: open", load, "s of the wall", n=N_ACTORS + N_FORUMS, of="nodes")
    for what, frames in (("pan", panned), ("zoom", zoomed)):
        record(f"explorer: {what}", frames[len(frames) // 2], "ms a frame", n=N_ACTORS + N_FORUMS, of="nodes")
    assert load <= LOAD_AT_MOST
    assert panned[len(panned) // 2] <= MEDIAN_FRAME_AT_MOST
    assert zoomed[len(zoomed) // 2] <= MEDIAN_FRAME_AT_MOST
