"""The project itself: locks, environment, notebooks, README."""

import re
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from communique.cli import main
from communique.notebooks import find_notebooks

ROOT = Path(__file__).parents[1]


def names_in(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text().splitlines()
    found = [re.match(r"([A-Za-z0-9_.-]+)==([^ ;\\]+)", line) for line in lines]
    return {m.group(1).lower().replace("_", "-"): m.group(2) for m in found if m}


def test_the_locks_name_no_address_and_hash_everything() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_the_lock_holds_every_direct_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[=<>!~ ]", name)[0].lower() for name in project["dependencies"]}
    assert wanted <= set(names_in("requirements.lock"))
    assert set(names_in("requirements.lock")) <= set(names_in("requirements-dev.lock"))


def test_environment_yml_builds_from_the_lock() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert pip == ["--requirement requirements.lock"]
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    assert plain == ["python=3.11", "pip"]  # nothing that the lock does not pin


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebooks_are_bare_arguments(path: Path) -> None:
    document = nbformat.read(path, as_version=4)
    code = [cell for cell in document.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert not any(re.search(r"^\s*(def|class) ", cell.source, re.MULTILINE) for cell in code)
    assert document.cells[1].metadata.tags == ["parameters"]
    assert "findings." in document.cells[2].source
    assert document.cells[-1].source.startswith(("## What this does not show", "A "))
    assert all(len(cell.source.splitlines()) <= 15 for cell in code)


def test_every_parameter_says_what_it_does() -> None:
    for notebook in find_notebooks(ROOT / "notebooks"):
        assert {"corpus", "tables"} <= set(notebook.parameters)
        assert all(len(p.meaning) > 10 for p in notebook.parameters.values())
        assert notebook.question.endswith("?")


def test_the_readme_names_only_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    verbs = capsys.readouterr().out
    readme = (ROOT / "README.md").read_text()
    for verb in set(re.findall(r"^\$? ?(?:python -m )?communique (\w+)", readme, re.MULTILINE)):
        assert verb in verbs
    targets = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"^\$? ?make (\w+)", readme, re.MULTILINE)):
        assert f"\n{target}:" in targets


def test_the_example_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert blocks
    space: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), space)
