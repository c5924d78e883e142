"""Damaged files: whatever their bytes, each is read or has a reason, in bounded time and memory.

`make fuzz` reads ten thousand; the tests a few of each kind.
"""

import os
import random
from pathlib import Path

import pytest
from nasty import LIMITS, NOTE, OTHER, docx, page, paragraph, pdf, sentences

from communique.corpus import read_corpus
from communique.errors import CorpusError, DocumentError
from communique.formats import Limits, Parser

NUMBER = int(os.environ.get("COMMUNIQUE_FUZZ", "120")) // 4
BOUNDED = Limits(max_bytes=LIMITS.max_bytes, max_pages=100, max_seconds=20, max_memory=1_000_000_000)
TABLE = f'id,text,date\n1,"{NOTE}",2023-07-11\n2,"{OTHER}",\n3,{sentences(3, "trade")},soon\n'
SEEDS = {
    "html": page(f"<h1>Title</h1><table><tr><td>{NOTE}</td></tr></table><p>{OTHER} &amp; &#233;</p>").encode(),
    "pdf": pdf([[NOTE, "coop-", "eration"], [OTHER]]),
    "docx": docx(paragraph(NOTE) + f"<w:tbl><w:tr><w:tc>{paragraph(OTHER)}</w:tc></w:tr></w:tbl>"),
    "csv": TABLE.encode(),
}
KINDS = {"html": "web", "pdf": "pdf", "docx": "word"}
WORDS = [b"<", b"</p>", b"<!ENTITY a '&a;'>", b"&#0;", b"\xff\xfe", b"0 R", b"/Kids", b"<<", b"endobj", b"99999999999",
         b"-1", b'"', b",", b"\r", b"\0", b"PK\x01\x02", b"(" * 50, b"<div>" * 300, b"\xf0\x9f"]  # fmt: skip


def damaged(data: bytes, seed: int) -> bytes:
    """Return bytes with some of them changed, left out, doubled, or replaced by what has a meaning."""
    drawn = random.Random(seed)
    out = bytearray(data)
    for _ in range(drawn.choice((1, 1, 2, 4, 16))):
        at, length = drawn.randrange(len(out) + 1), drawn.choice((1, 1, 4, 40))
        change = drawn.randrange(5)
        if change == 0:
            out[at : at + length] = drawn.randbytes(length)
        elif change == 1:
            del out[at : at + length]
        elif change == 2:
            out[at:at] = out[at : at + length] * drawn.choice((1, 3, 50))
        elif change == 3:
            out[at:at] = drawn.choice(WORDS)
        else:
            del out[at if drawn.random() < 0.1 else len(out) :]
    return bytes(out)


@pytest.mark.parametrize("ending", KINDS)
def test_a_damaged_file_is_read_or_has_a_reason(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    n_read = 0
    with Parser(BOUNDED) as parser:
        for seed in range(NUMBER):
            path.write_bytes(damaged(SEEDS[ending], seed))
            try:
                n_read += bool(parser.read(path, KINDS[ending]).text)
            except DocumentError as error:
                reason = str(error)
                assert reason and "\n" not in reason
                assert "took longer" not in reason and "break off" not in reason, (seed, reason)
        assert parser.n_started == 1
    assert n_read


def test_a_damaged_table_is_read_or_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    n_read = 0
    for seed in range(NUMBER):
        path.write_bytes(damaged(SEEDS["csv"], seed))
        try:
            documents = read_corpus(path, limits=BOUNDED)
        except CorpusError as error:
            assert str(path) in str(error)
            continue
        assert documents["doc_id"].is_unique
        n_read += 1
    assert n_read
