"""The explorer: its data, its page, and how it answers to mouse, keyboard and those who cannot see it."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tiny
from axe_playwright_python.sync_playwright import Axe
from crowds import crowd
from tiny import tiny_tables

from communique import Tables, build_network, cooccurrence_network, pages
from communique import explorer as module
from communique.document_pages import document_context
from communique.explorer import Explorer, explorer, script_hash
from communique.figures import COLOURS, MARKERS
from communique.names import document_href
from communique.network import measures

POISON = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</script>", "{{ 7*7 }}", "\u2028<!--"]
LAKES = ["Oman – Lakes Forum", "Peru – Lakes Forum"]


def explorer_of(tables: Tables, **options: Any) -> Explorer:
    return explorer(build_network(tables), tables, **options)


def page_of(shown: Explorer, *others: Explorer) -> str:
    """Return the page of a notebook that shows explorers."""
    outputs = []
    for one in (shown, *others):
        data, metadata = one._repr_mimebundle_()
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata=metadata))
    cells = [nbformat.v4.new_markdown_cell("# Network\n\n## Look"), nbformat.v4.new_code_cell("", outputs=outputs)]
    return pages.render_notebook(nbformat.v4.new_notebook(cells=cells), title="Network", pages=[], footer="")


def data_in(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_tie_holds_its_sentences_with_the_names_in_them() -> None:
    data = data_in(explorer_of(tiny_tables()).to_html())
    labels = data["nodes"]["label"]
    ties = [f"{labels[a]} – {labels[b]}" for a, b in zip(data["ties"]["a"], data["ties"]["b"], strict=True)]
    assert ties == [LAKES[0], "Ada Reyes – Hills Forum", LAKES[1]]  # the strongest first
    sentence, kinds = data["ties"]["quotes"][0][1]
    assert [data["kinds"][kind] for kind in kinds] == [["host", "held"]]
    document, sent_id, pieces = data["sentences"][sentence]
    assert data["documents"][document] == ["documents/n2.html", "Note n2", "2021-03-02"]
    assert (sent_id, pieces) == (0, [[labels.index("Oman"), "Oman"], " hosted the ", [0, "Lakes Forum"], "."])


def test_names_are_marked_where_they_stand_beyond_the_basic_plane(monkeypatch) -> None:
    monkeypatch.setattr(tiny, "NOTES", [("n1", None, ["𝔊𝔊 Oman and Peru joined the Lakes Forum."]), *tiny.NOTES[1:]])
    sentences = explorer_of(tiny_tables()).data["sentences"]
    assert sentences[0][2][0] == "𝔊𝔊 "
    assert sentences[0][2][1][1] == "Oman"


def test_each_sentence_stands_once_and_fewer_where_the_page_has_no_room(monkeypatch) -> None:
    tables = tiny_tables()
    assert len(explorer_of(tables).data["sentences"]) == 3  # one of them tells two ties
    monkeypatch.setattr(module, "TEXT_AT_MOST", 60)
    ties = explorer_of(tables).data["ties"]
    assert [len(quotes) for quotes in ties["quotes"]] == [1, 1, 1]
    assert ties["places"] == [2, 1, 1]


def test_ties_of_co_occurrence_have_sentences_and_no_roles() -> None:
    tables = tiny_tables()
    data = explorer(cooccurrence_network(tables), tables).data
    assert data["kinds"] == []
    assert all(data["ties"]["quotes"])
    by_document = explorer(cooccurrence_network(tables, unit="document"), tables)
    assert {sentence[1] for sentence in by_document.data["sentences"]} == {None}
    assert "documents/n2.html#s" not in by_document.to_html()


def test_an_empty_network_has_an_explorer() -> None:
    tables = replace(tiny_tables(), participations=tiny_tables().participations.head(0))
    assert repr(explorer_of(tables)).startswith("Explorer of 0 nodes and 0 ties")
    assert 'class="explorer"' in explorer_of(tables).to_html()


def test_nodes_are_sized_by_whatever_is_given() -> None:
    tables = tiny_tables()
    graph = build_network(tables)
    given = explorer(graph, tables, measures=measures(graph)).data["nodes"]["measures"]
    sizes = ["ties", "strength", "degree centrality", "betweenness", "closeness", "clustering", "birank"]
    assert list(given) == sizes
    assert given["strength"][0] == 3


def test_the_same_network_gives_the_same_bytes() -> None:
    assert explorer_of(tiny_tables()).to_html() == explorer_of(tiny_tables()).to_html()


@pytest.mark.parametrize("poison", POISON)
def test_no_text_breaks_out_of_the_data_or_the_table(monkeypatch, poison: str) -> None:
    html = explorer_of(poisoned(monkeypatch, poison)).to_html()
    assert html.count("<script") == html.count("</script>") == 2
    assert html.count("<img") == 1
    assert poison in data_in(html)["nodes"]["label"]
    assert f"<td>{poison}</td>" in unescape(html)
    assert "\u2028" not in html.partition('<script type="application/json">')[2]


def poisoned(monkeypatch, poison: str) -> Tables:
    """Return the tables of notes that name Oman, and of title, by this text."""
    notes = [(doc_id, date, [s.replace("Oman", poison) for s in said]) for doc_id, date, said in tiny.NOTES]
    monkeypatch.setattr(tiny, "NOTES", notes)
    monkeypatch.setattr(tiny, "NAMES", {poison if n == "Oman" else n: told for n, told in tiny.NAMES.items()})
    entities = [(e[0], poison if e[1] == "Oman" else e[1], *e[2:]) for e in tiny.ENTITIES]
    monkeypatch.setattr(tiny, "ENTITIES", entities)
    tables = tiny_tables()
    return replace(tables, documents=tables.documents.assign(title=poison))


def test_the_page_allows_this_script_and_no_other() -> None:
    html = page_of(explorer_of(tiny_tables()))
    script = html.rpartition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert script_hash() == f"'sha256-{digest}'"
    assert f"default-src 'none'; script-src {script_hash()}; style-src" in html
    assert not re.search(
        r"\beval\b|Function\(|innerHTML|insertAdjacent|document\.write|fetch\(|XMLHttp|import\(", script
    )
    plain = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# N")])
    assert "script-src" not in pages.render_notebook(plain, title="N", pages=[], footer="")


def test_shapes_and_colours_are_those_of_the_pictures() -> None:
    assert set(module.SHAPES) >= set(MARKERS.values())
    style = (module.TEMPLATES / "explorer.css").read_text(encoding="utf-8").partition("[data-jp-theme")[0]
    for type_, colour in COLOURS.items():
        wanted = " ".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
        assert f"--ex-{type_}: rgb(var(--{type_.lower()}, {wanted}))" in style


def test_a_page_of_150_nodes_is_under_a_megabyte() -> None:
    html = page_of(explorer_of(crowd(110, 40, 584)))
    assert len(html.encode()) <= 1_000_000


# In a browser


class Visit:
    """A page opened from disk: what it asks for and what it says is kept."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.route(re.compile(r"^(?!file:|data:)"), lambda route: route.abort())
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector(".ex-live")

    def at(self, node: str) -> tuple[float, float]:
        """Return where a node stands in the window, when the picture is at rest."""
        self.page.locator(".ex-stage").first.scroll_into_view_if_needed()
        self.page.wait_for_timeout(350)
        spot = self.page.evaluate("id => document.querySelector('.explorer').explorer.at(id)", node)
        return spot["x"], spot["y"]

    def between(self, one: str, other: str) -> tuple[float, float]:
        (xa, ya), (xb, yb) = self.at(one), self.at(other)
        return (xa + xb) / 2, (ya + yb) / 2

    def heading(self) -> str:
        return str(self.page.locator(".ex-panel h3").first.inner_text())


def written(folder: Path, tables: Tables, html: str) -> Path:
    """Write a page and the documents that it leads to."""
    for doc_id in tables.documents.loc[tables.documents["status"] == "read", "doc_id"]:
        context = document_context(tables, doc_id)
        path = folder / document_href(doc_id)
        path.parent.mkdir(exist_ok=True)
        listing = {"href": "../documents.html", "label": "All documents"}
        path.write_text(
            pages.render("document", pages=[], footer="", listing=listing, previous=None, next=None, **context)
        )
    path = folder / "network.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture
def visit(browser, tmp_path: Path) -> Iterator[Visit]:
    """The explorer of the three notes, which must ask nothing and report no error."""
    tables = tiny_tables()
    visit = Visit(browser, written(tmp_path, tables, page_of(explorer_of(tables))))
    yield visit
    visit.context.close()
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_a_click_on_a_tie_lists_its_sentences_and_leads_to_them(visit: Visit) -> None:
    visit.page.mouse.click(*visit.between("state:OMN", "forum:lakes-forum"))
    assert visit.heading() == LAKES[0]
    assert visit.page.locator(".ex-panel mark").all_inner_texts() == ["Oman", "Lakes Forum"] * 2
    visit.page.locator(".ex-panel a").last.click()
    assert visit.page.url.endswith("documents/n2.html#s0")
    assert "Oman hosted the Lakes Forum." in visit.page.locator(".sentence:target").inner_text()


@pytest.mark.browser
def test_a_click_on_a_node_lists_its_ties(visit: Visit) -> None:
    visit.page.mouse.click(*visit.at("forum:lakes-forum"))
    assert visit.heading() == "Lakes Forum"
    assert visit.page.locator(".ex-panel li b").all_inner_texts() == ["Oman", "Peru"]
    visit.page.locator(".ex-panel li button").first.click()
    assert visit.heading() == LAKES[0]


@pytest.mark.browser
def test_the_pointer_tells_what_is_under_it(visit: Visit) -> None:
    visit.page.mouse.move(*visit.at("state:PER"))
    told = visit.page.locator(".ex-tip").inner_text().replace("\u2060", "")
    assert told.split("\n") == ["Peru", "state · 1 tie · 2020-01-05"]
    visit.page.mouse.move(*visit.between("state:OMN", "forum:lakes-forum"))
    assert "host (held), participant (held) · 2 sentences" in visit.page.locator(".ex-tip").inner_text()


@pytest.mark.browser
def test_search_takes_no_notice_of_marks_on_letters(browser, tmp_path: Path, monkeypatch) -> None:
    tables = poisoned(monkeypatch, "Øland d’Émeraude")
    visit = Visit(browser, written(tmp_path, tables, page_of(explorer_of(tables))))
    visit.page.get_by_role("combobox", name="Find").fill("oland d'eme")
    assert visit.page.get_by_role("listbox", name="Found").get_by_role("option").count() == 1
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    assert visit.heading() == "Øland d’Émeraude"
    visit.context.close()


@pytest.mark.browser
def test_filters_leave_out_ties_and_say_how_many_are_left(visit: Visit) -> None:
    status = visit.page.locator(".ex-status")
    assert status.inner_text() == "5 of 5 nodes and 3 of 3 ties shown."
    visit.page.get_by_label("person").uncheck()
    assert status.inner_text() == "3 of 5 nodes and 2 of 3 ties shown."
    visit.page.get_by_text("Filter ties").click()
    visit.page.get_by_role("button", name="Show all").click()
    assert status.inner_text() == "5 of 5 nodes and 3 of 3 ties shown."
    visit.page.get_by_label("participant").uncheck()
    assert status.inner_text() == "2 of 5 nodes and 1 of 3 ties shown."
    visit.page.get_by_role("button", name="Show all").click()
    visit.page.get_by_label("planned").uncheck()
    assert status.inner_text() == "3 of 5 nodes and 2 of 3 ties shown."
    visit.page.get_by_role("button", name="Show all").click()
    visit.page.get_by_label("from").fill("2020-02-01")
    assert status.inner_text().startswith("4 of 5 nodes and 2 of 3 ties shown")


@pytest.mark.browser
def test_the_keyboard_reaches_every_node_and_its_evidence(visit: Visit) -> None:
    press = visit.page.keyboard.press
    visit.page.locator(".ex-zoom button").last.focus()
    while not visit.page.evaluate("document.activeElement.matches('.ex-nodes')"):
        press("Tab")
    active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    heard = [visit.page.evaluate(active)]
    for _ in range(4):
        press("ArrowDown")
        heard.append(visit.page.evaluate(active))
    assert heard[0] == "Lakes Forum, forum, 2 ties"
    assert len(set(heard)) == 5
    press("Home")
    press("ArrowRight")
    press("ArrowRight")
    assert visit.page.evaluate(active) == "Peru, state, 1 tie"
    press("Enter")
    assert visit.heading() == "Peru"
    press("Tab")  # the button that closes
    press("Tab")
    press("Enter")
    assert visit.heading() == LAKES[1]
    press("Escape")
    assert visit.heading() == "Peru"
    press("Escape")
    assert visit.page.locator(".ex-panel").is_hidden()
    assert visit.page.evaluate("document.activeElement.matches('.ex-nodes')")


@pytest.mark.browser
def test_buttons_wheel_keys_and_drag_move_the_view(visit: Visit) -> None:
    def view() -> dict[str, float]:
        visit.page.wait_for_timeout(350)
        return visit.page.evaluate("document.querySelector('.explorer').explorer.view()")

    x, y = visit.at("forum:lakes-forum")
    whole = view()
    visit.page.mouse.move(x, y)
    visit.page.mouse.wheel(0, -300)
    assert view() == whole  # the page scrolls until the picture is clicked
    visit.page.get_by_role("button", name="Zoom in").click()
    assert view()["scale"] == pytest.approx(1.5 * whole["scale"])
    visit.page.get_by_role("button", name="Fit").click()
    assert view() == whole
    visit.page.locator(".ex-nodes").focus()
    visit.page.keyboard.press("+")
    assert view()["scale"] == pytest.approx(1.5 * whole["scale"])
    visit.page.keyboard.press("Shift+ArrowRight")
    before = view()
    x, y = visit.at("forum:lakes-forum")
    visit.page.mouse.move(x + 40, y + 60)
    visit.page.mouse.wheel(0, -300)
    assert view()["scale"] > before["scale"]
    before = view()
    visit.page.mouse.down()
    visit.page.mouse.move(x + 70, y + 60)
    visit.page.mouse.up()
    assert view()["left"] == pytest.approx(before["left"] + 30)


@pytest.mark.browser
def test_explorers_on_one_page_do_not_disturb_each_other(browser, tmp_path: Path) -> None:
    tables = tiny_tables()
    html = page_of(explorer_of(tables), explorer_of(tables, name="again", title="Again"))
    visit = Visit(browser, written(tmp_path, tables, html))
    visit.page.get_by_role("combobox", name="Find").last.fill("Peru")
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("#again .ex-panel h3").inner_text() == "Peru"
    assert visit.page.locator("#explorer .ex-panel").is_hidden()
    doubled = "(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id))"
    assert visit.page.evaluate(doubled) == 0
    visit.context.close()
    assert visit.said == []


@pytest.mark.browser
@pytest.mark.parametrize("poison", POISON)
def test_texts_are_shown_as_they_are(browser, tmp_path: Path, monkeypatch, poison: str) -> None:
    tables = poisoned(monkeypatch, poison)
    visit = Visit(browser, written(tmp_path, tables, page_of(explorer_of(tables))))
    visit.page.mouse.click(*visit.between("state:OMN", "forum:lakes-forum"))
    assert visit.page.locator(".ex-panel h3").text_content() == f"{poison} – Lakes Forum"
    assert visit.page.locator(".ex-panel mark").first.text_content() == poison
    visit.context.close()
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_paper_and_pages_without_scripts_show_the_picture(browser, tmp_path: Path) -> None:
    tables = tiny_tables()
    path = written(tmp_path, tables, page_of(explorer_of(tables)))
    visit = Visit(browser, path)
    still, stage = visit.page.locator(".ex-still"), visit.page.locator(".ex-stage")
    assert (still.is_visible(), stage.is_visible()) == (False, True)
    visit.page.emulate_media(media="print")
    assert (still.is_visible(), stage.is_visible()) == (True, False)
    visit.context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator(".ex-still").is_visible()
    assert page.locator(".ex-bar").is_hidden()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_anyones_way(browser, tmp_path: Path, width: int, scheme: str) -> None:
    tables = tiny_tables()
    path = written(tmp_path, tables, page_of(explorer_of(tables)))
    visit = Visit(browser, path, viewport={"width": width, "height": 900}, color_scheme=scheme)
    visit.page.get_by_text("Filter ties").click()
    visit.page.get_by_text("as a table").click()
    visit.page.get_by_role("combobox", name="Find").fill("e")
    assert grave(visit) == []
    visit.page.keyboard.press("Enter")
    visit.page.locator(".ex-panel li button").first.click()
    assert grave(visit) == []
    wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    visit.context.close()


def grave(visit: Visit) -> list[tuple[str, str]]:
    found = Axe().run(visit.page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
