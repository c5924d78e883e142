"""The main job, run for real: papermill, nbconvert, files."""

import json
import re
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from papermill import iorw

from communique import notebooks as of_notebooks
from communique.errors import CorpusError, ParameterError
from communique.notebooks import Job, Notebook, find_notebooks, run_side_by_side, values_for
from communique.report import report
from communique.tables import read_tables

STEPS = ["tables", "network", "documents", "notebooks", "index"]


def digest(folder: Path) -> dict[str, bytes]:
    """Return the files that a run leaves to be read, but for the record of when it was."""
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in names
        if name.name != "run.json" and not any(part.startswith(".") for part in name.parts)
    }


def notebook_with(cells: list[str], path: Path, *, tag: bool = True) -> None:
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A small one")])
    document.cells.append(nbformat.v4.new_code_cell('tables = ""  # where the tables are'))
    document.cells[1].metadata["tags"] = ["parameters"] if tag else []
    document.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    document.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(document, path)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "2024-05-01-note.txt").write_text(
        "The foreign ministers of Russia and Viet Nam attended the ASEAN Regional Forum in Vientiane on 1 May 2024. "
        "The Association of Southeast Asian Nations (ASEAN) welcomed Minister Jean Dupont of France."
    )
    return folder


@pytest.fixture
def small_notebooks(tmp_path: Path) -> Path:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook_with(["from communique import open_tables\nlen(open_tables(tables).mentions)"], folder / "01-good.ipynb")
    return folder


def test_leaves_everything_that_the_design_names(reports: Path, project: Path) -> None:
    names = [path.stem for path in sorted((project / "notebooks").glob("*.ipynb"))]
    assert len(names) == 7
    for name in names:
        assert (reports / f"{name}.html").is_file()
        assert (reports / "notebooks" / f"{name}.ipynb").is_file()
    assert {p.name for p in (reports / "network").iterdir()} == {
        "network.gexf", "network.graphml", "network.json", "nodes.csv", "nodes.parquet", "edges.csv", "edges.parquet",
        "incidence.csv", "dyad_months.csv", "dyad_months.parquet", "participation_months.csv",
        "participation_months.parquet",
    }  # fmt: skip
    assert len(list((reports / "documents").glob("*.html"))) == 5
    assert not list(reports.rglob("*.part"))


def test_every_notebook_ran_without_error_or_warning(reports: Path) -> None:
    for path in sorted((reports / "notebooks").glob("*.ipynb")):
        outputs = [o for cell in nbformat.read(path, as_version=4).cells for o in cell.get("outputs", [])]
        assert outputs, path.name
        assert [o for o in outputs if o.output_type in ("error", "stream")] == [], path.name


def test_run_json_tells_how_it_was_made(reports: Path) -> None:
    run = json.loads((reports / "run.json").read_text())
    assert run["model"]["name"] == "communique"
    assert re.fullmatch(r"[0-9a-f]{12}", run["model"]["version"])
    assert run["counts"]["documents"] == 5
    assert list(run["seconds"]) == STEPS


def test_tables_hold_what_the_first_corpus_is_about(reports: Path) -> None:
    tables = read_tables(reports)
    summit = tables.meetings.set_index("meeting_id").loc["meeting:east-asia-summit:18"]
    assert summit["place_id"] == "place:jakarta"
    assert {"state:RUS", "forum:east-asia-summit", "person:sergey-lavrov"} <= set(tables.entities["entity_id"])
    chairs = tables.participations[tables.participations["role"] == "chair"]
    assert {"person:sergey-lavrov", "person:retno-marsudi"} <= set(chairs["actor_id"])
    acts = tables.affiliations.set_index("person_id")["affiliation_id"]
    assert acts["person:retno-marsudi"] == "state:IDN"
    edges = pd.read_csv(reports / "network" / "edges.csv")
    assert {"roles", "statuses", "first_date", "last_date", "evidence"} <= set(edges)
    assert set(zip(edges["actor_id"], edges["forum_id"], strict=True)) == set(
        zip(tables.participations["actor_id"], tables.participations["forum_id"], strict=True)
    )


def test_the_index_leads_from_findings_to_sentences(reports: Path) -> None:
    index = (reports / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<sup><a href="documents/[^"]+\.html#s\d+" title="[^"]+, sentence \d+"', index)
    assert "Who took part, or is to take part, in which forum" in index


def test_the_same_input_gives_the_same_bytes(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    report(corpus, tmp_path / "one", notebooks_folder=small_notebooks)
    report(corpus, tmp_path / "elsewhere" / "two", notebooks_folder=small_notebooks)
    assert digest(tmp_path / "one") == digest(tmp_path / "elsewhere" / "two")


def test_the_real_notebooks_give_the_same_bytes_twice(reports: Path, project: Path, tmp_path: Path) -> None:
    report(project / "data" / "raw", tmp_path / "again")
    assert digest(reports) == digest(tmp_path / "again")


def test_nothing_is_done_again_when_nothing_changed(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report(corpus, out, notebooks_folder=small_notebooks)
    times = {out / name: (out / name).stat().st_mtime_ns for name in digest(out) if name != "index.html"}
    report(corpus, out, notebooks_folder=small_notebooks)
    assert {path: path.stat().st_mtime_ns for path in times} == times
    report(corpus, out, notebooks_folder=small_notebooks, force=True)
    assert all(path.stat().st_mtime_ns > before for path, before in times.items())


def test_a_damaged_page_and_a_changed_document_are_noticed(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report(corpus, out, notebooks_folder=small_notebooks)
    (out / "01-good.html").write_text("broken")
    report(corpus, out, notebooks_folder=small_notebooks)
    assert "<main" in (out / "01-good.html").read_text()
    (corpus / "2024-05-02-more.txt").write_text("Japan hosted the G7 Summit in Hiroshima.")
    assert report(corpus, out, notebooks_folder=small_notebooks).counts["documents"] == 2


def test_a_document_that_is_gone_takes_its_page_along(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (corpus / "2024-05-02-more.txt").write_text("Japan hosted the G7 Summit in Hiroshima.")
    report(corpus, out, notebooks_folder=small_notebooks)
    assert (out / "documents" / "2024-05-02-more.html").is_file()
    (corpus / "2024-05-02-more.txt").unlink()
    report(corpus, out, notebooks_folder=small_notebooks)
    assert not (out / "documents" / "2024-05-02-more.html").exists()


def test_a_failing_cell_is_named_and_the_others_are_rendered(
    corpus: Path, small_notebooks: Path, tmp_path: Path
) -> None:
    notebook_with(["1 + 1", "raise ValueError('no such thing')", "2 + 2"], small_notebooks / "02-bad.ipynb")
    result = report(corpus, tmp_path / "out", notebooks_folder=small_notebooks)
    failure = result.failures["02-bad"]
    assert (failure.cell, failure.message) == (4, "ValueError: no such thing")
    half_run = nbformat.read(tmp_path / "out" / "notebooks" / "02-bad.ipynb", as_version=4)
    assert any(o.output_type == "error" for cell in half_run.cells for o in cell.get("outputs", []))
    assert (tmp_path / "out" / "01-good.html").is_file()
    index = (tmp_path / "out" / "index.html").read_text()
    assert "no such thing" in index
    assert "cell 4" in index.lower()


def test_a_kernel_that_dies_is_a_failure_of_its_cell(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    notebook_with(["1 + 1", "import os; os._exit(3)"], small_notebooks / "02-dying.ipynb")
    result = report(corpus, tmp_path / "out", notebooks_folder=small_notebooks)
    assert result.failures["02-dying"].cell == 4
    assert "kernel died" in result.failures["02-dying"].message
    assert (tmp_path / "out" / "01-good.html").is_file()


def test_what_failed_is_tried_again(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    notebook_with([f"open({str(flag)!r}).read()"], small_notebooks / "02-late.ipynb")
    assert report(corpus, tmp_path / "out", notebooks_folder=small_notebooks).failures
    flag.write_text("now it is there")
    assert not report(corpus, tmp_path / "out", notebooks_folder=small_notebooks).failures


def test_a_notebook_without_parameters_stops_before_anything_runs(
    corpus: Path, small_notebooks: Path, tmp_path: Path
) -> None:
    notebook_with(["1"], small_notebooks / "02-untagged.ipynb", tag=False)
    with pytest.raises(ParameterError, match=r"02-untagged\.ipynb has no cell tagged `parameters`"):
        report(corpus, tmp_path / "out", notebooks_folder=small_notebooks)
    assert not (tmp_path / "out").exists()


def test_an_unknown_parameter_stops_before_anything_runs(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no notebook has a parameter 'tpo'"):
        report(corpus, tmp_path / "out", parameters={"tpo": "3"})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("value", "expected"), [("3", 3), ("-1", -1)])
def test_parameters_take_the_type_of_their_default(project: Path, value: str, expected: int) -> None:
    assert values_for(find_notebooks(project / "notebooks"), {"top": value})["02-entities"] == {"top": expected}


@pytest.mark.parametrize("value", ["three", "3.5", "True", "__import__('os')"])
def test_a_parameter_of_the_wrong_type_is_refused(project: Path, value: str) -> None:
    with pytest.raises(ParameterError, match="top must be of type int"):
        values_for(find_notebooks(project / "notebooks"), {"top": value})


def test_a_parameter_reaches_the_notebook(corpus: Path, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    shutil.copy(project / "notebooks" / "06-profile.ipynb", folder)
    report(corpus, tmp_path / "out", parameters={"name": "Jean Dupont"}, notebooks_folder=folder)
    assert "Jean Dupont is named" in (tmp_path / "out" / "06-profile.html").read_text()


def test_skipped_files_are_listed_with_their_reason(corpus: Path, small_notebooks: Path, tmp_path: Path) -> None:
    (corpus / "empty.txt").write_text("")
    (corpus / "scan.tiff").write_bytes(b"II*\0")
    result = report(corpus, tmp_path / "out", notebooks_folder=small_notebooks)
    assert len(result.warnings) == 2
    index = (tmp_path / "out" / "index.html").read_text()
    assert "is empty" in index
    assert "is in a format that is not read (.tiff): it needs OCR first" in index


def test_a_corpus_that_cannot_be_read_at_all_is_an_error(small_notebooks: Path, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "empty.txt").write_text(" \n")
    with pytest.raises(CorpusError, match=r"no document that can be read: empty\.txt is empty"):
        report(tmp_path / "corpus", tmp_path / "out", notebooks_folder=small_notebooks)


def test_an_empty_story_survives_all_seven_notebooks(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "dull.txt").write_text("it rained, and nobody of note was there to see it.")
    result = report(tmp_path / "corpus", tmp_path / "out")
    assert result.failures == {}


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[1].glob("notebooks/*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_runs_by_hand_from_anywhere(path: Path, tmp_path: Path) -> None:
    """Without papermill, with its values as they stand, in a folder that knows nothing of the project."""
    code = (
        "import sys, nbformat; from nbclient import NotebookClient\n"
        "NotebookClient(nbformat.read(sys.argv[1], as_version=4), timeout=300).execute()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_paths_may_be_relative_and_the_working_directory_stays(
    corpus: Path, small_notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(2, 7):
        shutil.copy(small_notebooks / "01-good.ipynb", small_notebooks / f"0{number}-good.ipynb")
    assert report("corpus", "out", notebooks_folder=small_notebooks, workers=4).failures == {}
    assert Path.cwd() == tmp_path
    assert (tmp_path / "out" / "06-good.html").is_file()


def test_notebooks_side_by_side_never_move_the_process(
    corpus: Path, small_notebooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """papermill moves the process to a folder that all threads share, in which an earlier run may have left its own."""
    for number in range(2, 7):
        shutil.copy(small_notebooks / "01-good.ipynb", small_notebooks / f"0{number}-good.ipynb")
    folders = set()
    chdir = iorw.chdir

    def noted(path: str | None) -> AbstractContextManager[None]:
        folders.add(path)
        return chdir(path)

    monkeypatch.setattr(iorw, "chdir", noted)
    monkeypatch.chdir(tmp_path)
    with iorw.local_file_io_cwd(str(corpus)):
        report(corpus, tmp_path / "out", notebooks_folder=small_notebooks, workers=4)
    assert folders == {str(tmp_path)}


def test_a_table_of_texts_is_a_corpus(small_notebooks: Path, tmp_path: Path) -> None:
    pd.DataFrame(
        {"id": ["n/1", "n2"], "text": ["Japan hosted the G7 Summit in Hiroshima.", "France attended the G20 Summit."]}
    ).to_csv(tmp_path / "texts.csv", index=False)
    result = report(tmp_path / "texts.csv", tmp_path / "out", notebooks_folder=small_notebooks)
    assert result.counts["documents"] == 2
    assert (tmp_path / "out" / "documents" / "n~2F1.html").is_file()


def test_a_report_tells_what_changed_and_keeps_telling_it(
    corpus: Path,
    small_notebooks: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"

    def section() -> str:
        report(corpus, out, notebooks_folder=small_notebooks)
        page = (out / "index.html").read_text()
        return page.partition('<h2 id="changes">')[2].partition("</section>")[0]

    assert "This is the first run here" in section()
    assert not (out / "changes.json").exists()
    assert json.loads((out / "run.json").read_text())["changes"] is None
    finished = json.loads((out / "run.json").read_text())["finished"]
    (corpus / "2024-05-02-more.txt").write_text("Japan hosted the G7 Summit in Hiroshima.")
    told_first = section()
    assert "1 new document" in told_first
    assert f"the run that finished on {finished.replace('T', ' ').replace('Z', ' UTC')}" in told_first
    assert 'href="documents/2024-05-02-more.html#s0"' in told_first
    assert "The same program, model and authority files made both runs." in told_first
    assert json.loads((out / "run.json").read_text())["changes"]["counts"]["document new"] == 1
    assert len(pd.read_csv(out / "changes.csv")) == told_first.count("<tr><td>")
    assert section() == told_first  # nothing changed since: an editor still reads the last news
    report(corpus, out, notebooks_folder=small_notebooks, force=True)
    assert "1 new document" in (out / "index.html").read_text()
    (corpus / "2024-05-02-more.txt").unlink()
    assert "1 document is gone" in section()


def test_notebooks_with_the_most_cells_begin(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    def run(notebook: Notebook, *_: object, **__: object) -> tuple[None, None]:
        begun.append(notebook)
        return None, None

    monkeypatch.setattr(of_notebooks, "run_notebook", run)
    jobs = [Job(notebook.name, notebook, {}) for notebook in find_notebooks(project / "notebooks")]
    assert len(list(run_side_by_side(jobs, aside=tmp_path, folder=tmp_path, workers=1))) == len(jobs)
    cells = [notebook.n_cells for notebook in begun]
    assert cells == sorted(cells, reverse=True) != [job.notebook.n_cells for job in jobs]
