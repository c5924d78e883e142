"""Every page: nothing asked of other hosts, every picture told, every text escaped."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from conftest import POISON
from tiny import document, tiny_tables

from communique import Tables, document_pages, extract, report
from communique.document_pages import document_context, render_documents
from communique.explorer import script as explorer_script
from communique.names import document_href
from communique.pages import documents_context, render
from communique.templating import TEMPLATES

OUTSIDE = re.compile(
    r"""(?:src|href|action|poster|srcset)\s*=\s*["']?\s*(?:https?:)?//|import\s*\(|url\(\s*["']?(?:https?:)?//"""
)


LISTING = {"href": "../documents.html", "label": "All documents"}


class Links(HTMLParser):
    """Collects what a page links to, its anchors, its pictures."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: set[str] = set()
        self.pictures: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.policies: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if tag == "a" and told.get("href"):
            self.hrefs.append(told["href"] or "")
        if told.get("id"):
            self.ids.add(told["id"] or "")
        if tag == "meta" and told.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(told["content"] or "")
        if tag == "img":
            self.pictures.append(told)
        if tag == "script":
            self.scripts.append(told)

    def handle_data(self, data: str) -> None:
        if self.scripts and "said" not in self.scripts[-1]:
            self.scripts[-1]["said"] = data

    def unforeseen(self) -> list[dict[str, str | None]]:
        """Return the scripts that are neither data nor the project's own."""
        own = [explorer_script(), (TEMPLATES / "tables.js").read_text(encoding="utf-8")]
        return [s for s in self.scripts if s.get("type") != "application/json" and s.get("said") not in own]

    def policy(self) -> dict[str, str]:
        """Return what the policy of the page allows, by directive."""
        [policy] = self.policies
        return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.fixture(scope="module")
def pages(reports: Path) -> list[Path]:
    found = sorted(reports.glob("*.html")) + sorted((reports / "documents").glob("*.html"))
    assert len(found) == 1 + 1 + 7 + 5
    return found


def test_no_page_asks_another_host(pages: list[Path]) -> None:
    assert [path.name for path in pages if OUTSIDE.search(path.read_text(encoding="utf-8"))] == []


def test_every_page_forbids_what_it_does_not_need(pages: list[Path]) -> None:
    for path in pages:
        links = Links(path)
        allowed = links.policy()
        scripts = [s["said"] or "" for s in links.scripts if s.get("type") != "application/json"]
        hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
        assert sorted(allowed.pop("script-src", "").split()) == sorted(f"'sha256-{h}'" for h in hashes), path.name
        assert allowed == {
            "default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data:", "base-uri": "'none'",
            "form-action": "'none'",
        }, path.name  # fmt: skip
        assert links.unforeseen() == [], path.name


def test_only_a_page_with_a_long_table_bears_its_script(reports: Path) -> None:
    assert "tables.js" not in (reports / "index.html").read_text()
    assert Links(reports / "documents.html").scripts == []
    assert len(Links(reports / "02-entities.html").scripts) == 1


def test_every_picture_says_what_it_shows(pages: list[Path]) -> None:
    pictures = [picture for path in pages for picture in Links(path).pictures]
    assert len(pictures) >= 6
    for picture in pictures:
        assert len(picture.get("alt") or "") > 40
        assert "No description" not in (picture["alt"] or "")


def test_every_link_leads_somewhere(pages: list[Path]) -> None:
    links = {path.resolve(): Links(path) for path in pages}
    for path in pages:
        for href in links[path.resolve()].hrefs:
            if href.startswith("data:text/csv;"):
                continue
            target, _, anchor = href.partition("#")
            landing = (path.parent / target).resolve() if target else path
            assert landing.is_file(), f"{path.name}: {href}"
            if anchor and landing.suffix == ".html":
                assert anchor in links[landing].ids, f"{path.name}: {href}"


def test_every_table_says_what_a_row_is(pages: list[Path]) -> None:
    for path in pages:
        for table in re.findall(r"<table.*?</table>", path.read_text(encoding="utf-8"), re.DOTALL):
            caption = re.search(r"<caption>(.*?)</caption>", table, re.DOTALL)
            assert caption, f"{path.name}: {table[:200]}"


def test_code_is_folded_and_one_click_off(reports: Path) -> None:
    html = (reports / "04-network.html").read_text(encoding="utf-8")
    assert "Show code" in html
    assert not re.search(r"<details[^>]*\bopen\b", html)
    assert "build_network" in html


def test_a_document_page_marks_each_mention(tables) -> None:
    doc_id = tables.documents["doc_id"].iloc[0]
    context = document_context(tables, doc_id)
    marked = [p for paragraph in context["paragraphs"] for s in paragraph for p in s["pieces"] if p["type"]]
    assert len(marked) == (tables.mentions["doc_id"] == doc_id).sum()


def page_of(tables: Tables, doc_id: str) -> str:
    return render(
        "document", pages=[], footer="", listing=LISTING, previous=None, next=None, **document_context(tables, doc_id)
    )


def test_a_document_page_tells_who_takes_part_and_leads_to_the_sentence() -> None:
    html = " ".join(page_of(tiny_tables(), "n2").split())
    row = '<td>Oman</td><td>host</td><td class="wide">Lakes Forum</td><td>held</td><td>hosted'
    assert row in html
    assert "confidence 0.75" in html
    assert '<a href="#s0" aria-label="Sentence 0">0</a>' in html
    assert "Who acts for whom" not in html  # nobody does in this note


def test_a_document_page_tells_who_acts_for_whom() -> None:
    html = page_of(tiny_tables(), "n3")
    assert '<td>Ada Reyes</td><td>Envoy</td><td class="wide">Peru</td>' in html
    untitled = replace(tiny_tables(), affiliations=tiny_tables().affiliations.assign(title=None))
    assert "<td>not told</td>" in page_of(untitled, "n3")


def test_a_document_page_tells_what_is_known_of_meetings() -> None:
    html = page_of(tiny_tables(), "n2")
    assert "edition 4 · 2021-03 · Lima · held" in html


def test_participations_stand_forum_by_forum_the_chair_first() -> None:
    tables = tiny_tables()
    chair = tables.participations.head(1).assign(role="chair", actor_id="state:PER")
    later = tables.participations.tail(1).assign(doc_id="n1", sent_id=1)
    told = pd.concat([later, tables.participations.head(2), chair])
    context = document_context(replace(tables, participations=told), "n1")
    assert [(p["forum"], p["role"], p["actor"]) for p in context["participations"]] == [
        ("Lakes Forum", "chair", "Peru"),
        ("Lakes Forum", "participant", "Oman"),
        ("Lakes Forum", "participant", "Peru"),
        ("Hills Forum", "participant", "Ada Reyes"),
    ]


@pytest.mark.parametrize("poison", POISON)
def test_what_a_document_tells_is_escaped(poison: str) -> None:
    tables = tiny_tables()
    poisoned = replace(
        tables,
        entities=tables.entities.assign(name=poison),
        participations=tables.participations.assign(trigger=poison),
        affiliations=tables.affiliations.assign(title=poison),
        meetings=tables.meetings.assign(name=poison, start_date=poison),
    )
    for doc_id in ("n2", "n3"):
        html = page_of(poisoned, doc_id)
        assert "<script" not in html
        assert "<img" not in html
        assert poison in unescape(html)


@pytest.mark.parametrize("number", range(5))
def test_a_document_page_keeps_the_text(tables, number: int) -> None:
    row = tables.documents.iloc[number]
    pieces = [
        p["text"]
        for paragraph in document_context(tables, row["doc_id"])["paragraphs"]
        for s in paragraph
        for p in s["pieces"]
    ]
    assert "".join("".join(pieces).split()) == "".join(row["text"].split())


@pytest.mark.parametrize("doc_id", ["..", ".", "a/b", "..\\x", "con:1", "日本", "a b", "%2e%2e", "x" * 50, "~"])
def test_page_names_stay_in_their_folder(doc_id: str) -> None:
    href = document_href(doc_id)
    assert re.fullmatch(r"documents/[\w.~%-]+\.html", href)
    assert not Path(href).name.startswith(".")


def test_what_comes_from_documents_changes_nothing_but_itself(poisoned: Path) -> None:
    pages = sorted(poisoned.rglob("*.html"))
    assert json.loads((poisoned / "run.json").read_text())["failures"] == {}
    for path in pages:
        links = Links(path)
        assert links.unforeseen() == [], path.name
        assert not any(picture["src"] == "x" or "onerror" in picture for picture in links.pictures), path.name
        assert all(picture["alt"] for picture in links.pictures), path.name
        assert not any(href.startswith("javascript") for href in links.hrefs), path.name
        assert all("/" not in href.partition("documents/")[2].partition("#")[0] for href in links.hrefs)
    documents = pd.read_parquet(poisoned / "tables" / "documents.parquet").set_index("doc_id")
    assert len(documents) == len(POISON)
    for number, (doc_id, row) in enumerate(documents.sort_index().iterrows()):
        page = (poisoned / unquote(document_href(str(doc_id)))).read_text(encoding="utf-8")
        assert f"{POISON[number]} title" in unescape(page)  # neither run by a template nor lost
        assert row["title"] == f"{POISON[number]} title"


def test_data_in_a_page_ends_where_it_should(poisoned: Path) -> None:
    explorer = (poisoned / "04-network.html").read_text(encoding="utf-8")
    held = explorer.partition('<script type="application/json">')[2].partition("</script>")[0]
    told = json.loads(held)
    assert "<" not in held
    assert any("<script>" in name or "onerror" in name for name in map(str, told["documents"]))


def test_a_page_of_an_unread_kind_is_refused() -> None:
    with pytest.raises(Exception, match="nothing"):
        render("nothing")


def test_many_documents_stand_on_a_page_of_their_own() -> None:
    documents = pd.DataFrame([document(f"n{n:03d}", "Oman spoke.", f"2020-01-{n % 28 + 1:02d}") for n in range(100)])
    out = pd.DataFrame([document(f"x{n:03d}", "", status="skipped") for n in range(50)])
    told = documents_context(pd.concat([documents, out]), most=40)
    assert [len(told["read"]), told["n_read"], len(told["unread"]), told["n_unread"]] == [40, 100, 40, 50]
    assert told["read"][0]["date"] == "2020-01-28"  # the latest first
    whole = documents_context(documents)
    html = render("documents", title="All", scope="", pages=[], footer="", csv="", previous=None, next=None, **whole)
    assert html.count('<td class="date">') == 100


def test_pages_of_documents_are_the_same_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_pages, "A_WORKER", 1)
    monkeypatch.setattr(document_pages, "PARCEL", 1)
    frame = {"pages": [], "footer": "", "listing": LISTING}
    one, two = (list(render_documents(tiny_tables(), ["n1", "n2", "n3"], **frame, workers=n)) for n in (1, 2))
    assert one == two
    assert [href for href, _ in one] == [document_href(doc_id) for doc_id in ("n1", "n2", "n3")]
    ways = [re.findall(r'rel="(prev|next)" href="([^"]+)"', html) for _, html in one]
    assert ways == [[("next", "n2.html")], [("prev", "n1.html"), ("next", "n3.html")], [("prev", "n2.html")]]


def test_a_long_list_of_documents_takes_several_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(report, "LISTED", 40)
    rows = [document(f"n{n:03d}", "Oman spoke.", f"2020-01-{n % 28 + 1:02d}") for n in range(100)]
    told = pd.DataFrame([*rows, document("x", "", status="skipped")])
    written = list(report._write_list_of_documents(tmp_path, told, [], tmp_path))
    assert [path.name for path in written] == [
        "documents.csv",
        "documents.html",
        "documents-2.html",
        "documents-3.html",
    ]
    hrefs = [href for path in written[1:] for href in Links(path).hrefs if href.startswith("documents/")]
    assert sorted(hrefs) == [document_href(row["doc_id"]) for row in rows]  # each once
    assert "is empty" in written[1].read_text()
    assert len(pd.read_csv(written[0])) == 101
    assert {"documents.html", "documents-3.html", "documents.csv"} <= set(Links(written[2]).hrefs)


def test_a_document_page_says_why_a_form_names_its_entity() -> None:
    tables = tiny_tables()
    ledger = [("n3", "merged", "Peru", "authority: 'Republic of Peru'"), ("n3", "dropped", "For", "no name")]
    told = replace(tables, ledger=pd.DataFrame(ledger, columns=["doc_id", "step", "what", "why"]))
    html = unescape(page_of(told, "n3"))
    assert "Peru · state · found by authority · authority: 'Republic of Peru'" in html
    assert "<td>For</td><td>no name</td>" in html
    assert "no name" not in page_of(told, "n1")


@pytest.mark.parametrize(("source", "words"), [("page", "the page itself"), ("front matter", "the text’s header")])
def test_a_document_page_says_where_its_date_comes_from(source: str, words: str) -> None:
    tables = tiny_tables()
    dated = replace(tables, documents=tables.documents.assign(date_source=source))
    assert f"(from {words})" in page_of(dated, "n1")


def test_titles_are_escaped() -> None:
    documents = pd.DataFrame(
        {"doc_id": ["d"], "path": ["d.txt"], "title": ["<i>T</i>"], "date": [None], "date_source": [None],
         "source": [None], "language": ["en"], "n_words": [3], "sha256": ["0"], "duplicate_of": [None],
         "status": ["read"], "reason": [None], "notes": [None], "text": ["Russia met France."]}
    )  # fmt: skip
    context = document_context(extract(documents), "d")
    html = render("document", pages=[], footer="", listing=LISTING, previous=None, next=None, **context)
    assert "<i>T</i>" not in html
    assert "&lt;i&gt;T&lt;/i&gt;" in html
