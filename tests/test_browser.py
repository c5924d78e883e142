"""Every page, opened from disk in a real browser: no request, no error, no barrier, nothing that a text could do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tiny import tiny_tables

from communique import profiles
from communique.document_pages import render_documents
from communique.shown import captioned
from communique.tables import write_tables
from communique.templating import TEMPLATES

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]


@pytest.fixture(scope="module")
def pages(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every kind of page: index, list of documents, notebooks, documents, profiles and their index."""
    tables, out = tmp_path_factory.mktemp("tables"), tmp_path_factory.mktemp("profiles")
    write_tables(tiny_tables(), tables)
    profiles.make_profiles(tables, ["Oman"], out)
    found = [path for folder in (reports, out) for path in sorted(folder.rglob("*.html"))]
    assert len(found) >= 1 + 1 + 7 + 5 + 3
    return found


@dataclass
class Watched:
    """A page of a browser, with all that it asked for, said and popped up."""

    page: Any
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def open(self, path: Path) -> Any:
        self.page.goto(path.as_uri())
        return self.page


@contextmanager
def watched(browser: Any, *, width: int = 1280, scheme: str = "light") -> Iterator[Watched]:
    """Give a page in a window of this width; requests to other hosts are refused, and recorded like all others."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    watch = Watched(context.new_page())

    def asked(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            watch.asked.append(url)

    def popped(dialog: Any) -> None:
        watch.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    watch.page.on("request", lambda request: asked(request.url))
    watch.page.on("console", lambda message: watch.said.append(message.text))
    watch.page.on("pageerror", lambda error: watch.said.append(str(error)))
    watch.page.on("dialog", popped)
    yield watch
    context.close()


def barriers(page: Any, *rules: str) -> list[str]:
    """Return what axe-core finds of serious or critical weight, a line each; of these rules, or of all."""
    from axe_playwright_python.sync_playwright import Axe

    chosen = {"runOnly": list(rules)} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **chosen}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_ask_nothing_say_nothing_wrong_and_fit(browser: Any, pages: list[Path], width: int, scheme: str) -> None:
    with watched(browser, width=width, scheme=scheme) as watch:
        for path in pages:
            page = watch.open(path)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path.name} is wider than a window of {width}"
            broken = "[...document.images].filter(i => !i.naturalWidth || !i.alt.trim()).length"
            assert page.evaluate(broken) == 0, path.name
        assert watch.said == []
        assert watch.asked == []


# Only colours depend on the scheme, and only what scrolls on the width: the other rules need be asked once.
@pytest.mark.parametrize(
    ("width", "scheme", "rules"),
    [(1280, "light", []), (390, "dark", ["color-contrast", "scrollable-region-focusable"])],
    ids=["light", "dark"],
)
def test_pages_put_up_no_barrier(browser: Any, pages: list[Path], width: int, scheme: str, rules: list[str]) -> None:
    with watched(browser, width=width, scheme=scheme) as watch:
        for path in pages:
            page = watch.open(path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert barriers(page, *rules) == [], path.name


def test_code_unfolds_at_a_click(browser: Any, reports: Path) -> None:
    with watched(browser) as watch:
        code = watch.open(reports / "04-network.html").locator("details:has-text('build_network')").first
        assert code.evaluate("node => node.open") is False
        code.locator("summary").click()
        assert code.evaluate("node => node.open") is True


def test_evidence_opens_on_its_sentence(browser: Any, reports: Path) -> None:
    with watched(browser) as watch:
        page = watch.open(reports / "03-cooccurrence.html")
        quoted = page.locator("figure.quotes li").first
        sentence = quoted.locator("q").inner_text().strip("“”\"' ")
        quoted.locator("a").click()
        landed = page.locator(".sentence:target")
        assert sentence[-40:] in " ".join(landed.inner_text().split())
        seen = "node => { const box = node.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }"
        page.wait_for_function("() => document.querySelector('.sentence:target').getBoundingClientRect().top < 900")
        assert landed.evaluate(seen)
        plain = page.locator(".sentence:not(:target)").first
        ground = "node => getComputedStyle(node).backgroundColor"
        assert landed.evaluate(ground) != plain.evaluate(ground)


# Long tables


@pytest.fixture
def long_table(reports: Path) -> Path:
    return reports / "02-entities.html"


def column(table: Any, at: int) -> list[str]:
    return table.locator(f"tbody tr:not([hidden]) td:nth-child({at})").all_inner_texts()


def test_a_long_table_is_sorted_by_keyboard_and_says_how(browser: Any, long_table: Path) -> None:
    with watched(browser) as watch:
        table = watch.open(long_table).locator("table.long").first
        head = table.locator("th", has_text="mentions")
        as_read = column(table, 4)
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert [int(n) for n in column(table, 4)] == sorted(int(n) for n in as_read)
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert [int(n) for n in column(table, 4)] == sorted((int(n) for n in as_read), reverse=True)
        table.locator("th", has_text="name").locator("button").click()
        assert head.get_attribute("aria-sort") is None
        assert column(table, 1)[0].startswith("A")


def test_a_long_table_is_searched_and_counts_what_is_left(browser: Any, long_table: Path) -> None:
    with watched(browser) as watch:
        page = watch.open(long_table)
        table, bar = page.locator("table.long").first, page.locator(".table-bar").first
        n_rows = len(column(table, 1))
        bar.locator("input").fill("state asean inter")
        assert column(table, 1) == []
        assert bar.get_by_role("status").inner_text() == f"0 of {n_rows} rows"
        bar.locator("input").fill("organisation INTER-PARL")
        assert column(table, 1) == ["ASEAN Inter-Parliamentary Assembly"]
        bar.locator("input").fill("")
        assert len(column(table, 1)) == n_rows


def test_ranks_and_missing_cells_are_sorted_by_what_they_mean(browser: Any, tmp_path: Path) -> None:
    ranks = ["10 (3–15)", None, "2 (1–5)", *[f"{n} (1–99)" for n in range(20, 30)]]
    table = captioned(pd.DataFrame({"rank": ranks}), "Ranks")
    script = (TEMPLATES / "tables.js").read_text(encoding="utf-8")
    path = tmp_path / "table.html"
    path.write_text(f'<meta charset="utf-8"><div class="scroll">{table.to_html()}</div><script>{script}</script>')
    with watched(browser) as watch:
        shown = watch.open(path).locator("table")
        shown.locator("button").click()
        assert column(shown, 1)[:2] == ["2 (1–5)", "10 (3–15)"]
        assert column(shown, 1)[-1] == "–"
        shown.locator("button").click()
        assert column(shown, 1)[0] == "29 (1–99)"
        assert column(shown, 1)[-1] == "–"  # what is missing is last either way


def test_a_table_is_downloaded_as_csv(browser: Any, long_table: Path) -> None:
    with watched(browser) as watch:
        page = watch.open(long_table)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download as CSV").first.click()
        table = pd.read_csv(waiting.value.path())
        assert waiting.value.suggested_filename == "a-row-is-a-type-of-entity.csv"
        assert list(table.columns) == ["type", "entities", "mentions"]
        assert set(table["type"]) >= {"STATE", "ORG"}


def test_a_short_table_is_left_plain(browser: Any, reports: Path) -> None:
    with watched(browser) as watch:
        page = watch.open(reports / "index.html")
        assert page.locator("table:has-text('A row is a document') button").count() == 0


# Texts that would be more than text


def test_what_texts_hold_does_nothing(browser: Any, poisoned: Path) -> None:
    """A run of a corpus whose names, titles and bodies are markup: see `conftest.POISON`."""
    found = sorted(poisoned.rglob("*.html"))
    assert len(found) >= 1 + 1 + 7 + 5
    with watched(browser) as watch:
        for path in found:
            page = watch.open(path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            assert page.locator("img[src='x'], [onerror], a[href^='javascript']").count() == 0, path.name
            assert page.evaluate("typeof window.struck") == "undefined", path.name
        assert watch.said == []
        assert watch.asked == []


def test_a_document_opens_where_a_link_points(browser: Any, tmp_path: Path) -> None:
    rendered = render_documents(
        tiny_tables(), ["n1"], pages=[], footer="", listing={"href": "../documents.html", "label": "All documents"}
    )
    (_, html) = next(rendered)
    path = tmp_path / "n1.html"
    path.write_text(html, encoding="utf-8")
    with watched(browser) as watch:
        watch.page.goto(f"{path.as_uri()}#s1")
        assert "Peru left." in watch.page.locator(".sentence:target").inner_text()
