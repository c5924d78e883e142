"""Every page, opened from disk in a real browser."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(reports: Path) -> list[Path]:
    return sorted(reports.glob("*.html")) + sorted((reports / "documents").glob("*.html"))


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_ask_nothing_say_nothing_wrong_and_fit(browser, pages: list[Path], width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in pages:
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path.name} is wider than a window of {width}"
        broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).length")
        assert broken == 0, path.name
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_code_unfolds_at_a_click(browser, reports: Path) -> None:
    page = browser.new_page()
    page.goto((reports / "04-network.html").as_uri())
    code = page.locator("details:has-text('build_network')").first
    assert code.evaluate("node => node.open") is False
    code.locator("summary").click()
    assert code.evaluate("node => node.open") is True
    page.close()


def test_evidence_opens_on_its_sentence(browser, reports: Path) -> None:
    page = browser.new_page()
    page.goto((reports / "03-cooccurrence.html").as_uri())
    quoted = page.locator("figure.quotes li").first
    sentence = quoted.locator("q").inner_text().strip("“”\"' ")
    quoted.locator("a").click()
    landed = " ".join(page.locator(".sentence:target").inner_text().split())
    assert sentence[-40:] in landed
    page.close()
