"""What many tests share: the tables of the five documents, their reports, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import tiny_tables

from communique import Tables, extract, read_corpus
from communique.report import Result, report
from communique.resources import project_folder

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# Each would be more than text if a page, a figure or a template took it as it stands.
POISON = [
    "<script>window.struck=1;alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script>",
    "{{ 7*7 }}{% for x in y %}",
    "*stars* [a](javascript:alert(1)) `code`",
]


@pytest.fixture(scope="session")
def project() -> Path:
    return project_folder()


@pytest.fixture(scope="session")
def tiny() -> Tables:
    """The tables of three short notes, not to be changed."""
    return tiny_tables()


@pytest.fixture(scope="session")
def tables(project: Path) -> Tables:
    """The tables of the five documents."""
    return extract(read_corpus(project / "data" / "raw"))


@pytest.fixture(scope="session")
def result(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """One run of the main job on the five documents, with the real notebooks."""
    return report(project / "data" / "raw", tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="session")
def reports(result: Result) -> Path:
    return result.index.parent


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of a corpus with markup in bodies, names, titles, sources and the names of files."""
    corpus, out = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("poisoned")
    sources = ["file,title,publisher"]
    for number, poison in enumerate(POISON):
        name = f"{number} {poison.replace('/', '')[:24]}.txt"
        quoted = poison.replace('"', '""')
        sources.append(f'"{name.replace(chr(34), chr(34) * 2)}","{quoted} title","{quoted} press"')
        (corpus / name).write_text(
            f"{poison}\n\nMinister {poison} Smith of France attended the {poison} Summit of Russia. "
            "France and Russia hosted the G20 Summit. " + f"Envoy Ada {poison} of Oman chaired the G20 Summit.\n",
            encoding="utf-8",
        )
    (corpus / "sources.csv").write_text("\n".join(sources) + "\n", encoding="utf-8")
    report(corpus, out)
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Headless Chromium, or a skip that says so where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("COMMUNIQUE_BROWSER") == "required":
            pytest.fail("Chromium is required here and not installed")
        pytest.skip("Chromium is not installed: pages are not looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
