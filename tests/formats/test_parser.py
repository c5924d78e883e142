"""The process that reads files is started once, ended when it hangs, and started again."""

import os
import signal
import time
from pathlib import Path

import pytest
from nasty import NOTE, docx, paragraph, pdf

from communique.errors import DocumentError
from communique.formats import Limits, Parser


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.pdf").write_bytes(pdf([[NOTE]]))
    (tmp_path / "b.docx").write_bytes(docx(paragraph(NOTE)))
    return tmp_path


def test_one_process_reads_many_files(files: Path) -> None:
    with Parser(Limits()) as parser:
        assert parser.n_started == 0
        assert parser.read(files / "a.pdf", "pdf").text == NOTE
        assert parser.read(files / "b.docx", "word").text == NOTE
        assert parser.n_started == 1


def test_a_parser_that_hangs_is_ended_and_started_again(files: Path) -> None:
    os.mkfifo(files / "pipe.pdf")  # nobody ever writes to it
    with Parser(Limits(max_seconds=3)) as parser:
        begun = time.monotonic()
        with pytest.raises(DocumentError, match="took longer than 3 seconds to read: raise --max-seconds"):
            parser.read(files / "pipe.pdf", "pdf")
        assert time.monotonic() - begun < 40
        parser.limits = Limits()
        assert parser.read(files / "a.pdf", "pdf").text == NOTE
        assert parser.n_started == 2


def test_a_parser_that_dies_costs_one_file(files: Path) -> None:
    with Parser(Limits()) as parser:
        parser.read(files / "a.pdf", "pdf")
        assert parser._process is not None
        os.kill(parser._process.pid, signal.SIGKILL)
        with pytest.raises(DocumentError, match="is broken: it made its reader break off"):
            parser.read(files / "a.pdf", "pdf")
        assert parser.read(files / "a.pdf", "pdf").text == NOTE


def test_memory_is_bounded(files: Path) -> None:
    (files / "large.html").write_bytes(b"<p>word</p>" * 4_000_000)
    with (
        Parser(Limits(max_memory=400_000_000)) as parser,
        pytest.raises(DocumentError, match=r"memory|break off|broken"),
    ):
        parser.read(files / "large.html", "web")


def test_a_file_that_is_gone_has_a_reason(files: Path) -> None:
    with Parser(Limits()) as parser, pytest.raises(DocumentError, match="cannot be opened"):
        parser.read(files / "nowhere.pdf", "pdf")
