"""What many tests share: the tables of the five documents, their reports, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique import Tables, extract, read_corpus
from communique.report import Result, report
from communique.resources import project_folder

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def project() -> Path:
    return project_folder()


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
