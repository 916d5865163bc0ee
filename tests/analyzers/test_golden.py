"""The tokens of some sentences, in a file that a person can read and check.

After a change on purpose, write the file again: UPDATE_GOLDEN=1 pytest tests/analyzers/test_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

from tracuu.analyzers.names import find_names
from tracuu.analyzers.tokenizer import VietnameseTokenizer

GOLDEN = Path(__file__).parent / "golden"


def described(sentence: str) -> list[str]:
    """The sentence, one line per token (place, what was written, term, kind), and the names."""
    tokens = list(VietnameseTokenizer().tokenize(sentence))
    lines = [sentence]
    for token in tokens:
        written = sentence[token.start : token.end]
        tie = f" of {token.compound}" if token.compound >= 0 else ""
        lines.append(f"{token.start:>5}-{token.end:<3} {written} -> {token.text}  ({token.kind}{tie})")
    names = "; ".join(name.display for name in find_names(sentence, tokens))
    return [*lines, f"      names: {names or 'none'}", ""]


def test_tokens_of_the_sentences() -> None:
    sentences = (GOLDEN / "sentences.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for sentence in sentences[1:] for line in described(sentence))
    expected = GOLDEN / "tokens.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
