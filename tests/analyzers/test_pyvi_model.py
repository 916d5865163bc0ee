"""pyvi's model and dictionary, read from its files; CRFsuite itself and pyvi itself are the oracles."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracuu.analyzers.crfsuite import read_crf_model
from tracuu.analyzers.errors import SegmenterError
from tracuu.analyzers.pyvi_model import pyvi_model, read_pyvi_model
from tracuu.analyzers.viterbi import best_labels

SPEC = find_spec("pyvi")
assert SPEC is not None
assert SPEC.submodule_search_locations
MODELS = Path(SPEC.submodule_search_locations[0], "models")
FEATURE = np.dtype([("type", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
FEATURES_AT = 48 + 12  # after the header of the file and that of the chunk


@pytest.fixture(scope="module")
def pyvi() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes; a model of an older scikit-learn
        from pyvi import ViTokenizer
    return ViTokenizer.ViTokenizer


@pytest.fixture(scope="module")
def model_bytes(pyvi: Any) -> bytes:
    return Path(pyvi.model.modelfile.name).read_bytes()


def test_weights_are_those_that_crfsuite_has(pyvi: Any, tmp_path: Path) -> None:
    pyvi.model.tagger_.dump(str(tmp_path / "dump"))
    dump = (tmp_path / "dump").read_text("utf-8")
    found = re.findall(r"^  \(([01])\) (.*?) --> (B_W|I_W): (-?\d+\.\d{6})$", dump, re.MULTILINE | re.DOTALL)
    states = {(name, label): float(weight) for kind, name, label, weight in found if kind == "0"}
    transitions = {(name, label): float(weight) for kind, name, label, weight in found if kind == "1"}
    model = pyvi_model()
    assert len(states) == 11412
    assert {name for name, _ in states} == model.weights.keys() == model.crf.attributes.keys()
    for attribute, weights in model.weights.items():
        theirs = [states.get((attribute, label), 0.0) for label in model.crf.labels]
        assert weights == pytest.approx(theirs, abs=5.1e-7)  # CRFsuite prints six digits
    matrix = [[transitions[a, b] for b in model.crf.labels] for a in model.crf.labels]
    assert model.crf.transitions == pytest.approx(np.array(matrix), abs=5.1e-7)


def test_words_are_those_that_pyvi_has(pyvi: Any) -> None:
    model = pyvi_model()
    assert {" ".join(word) for word in model.bigrams} == pyvi.bi_grams
    assert {" ".join(word) for word in model.trigrams} == pyvi.tri_grams


@pytest.mark.parametrize("seed", range(8))
def test_labels_are_those_of_crfsuite_ties_included(model_bytes: bytes, seed: int) -> None:
    """CRFsuite tags with this model, its weights replaced by small integers: every other score is a tie."""
    rng = np.random.default_rng(seed)
    changed = bytearray(model_bytes)
    count = int.from_bytes(changed[FEATURES_AT - 4 : FEATURES_AT], "little")
    np.frombuffer(changed, FEATURE, count, FEATURES_AT)["weight"] = rng.integers(-2, 3, count)
    data = bytes(changed)  # the tagger keeps a pointer to it, and no reference
    crf = read_crf_model(data)
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(data)

    names = list(crf.attributes)
    for length in [1, 2, 3, *rng.integers(4, 60, 40)]:
        numbers = rng.integers(0, len(names), (length, 3))
        tagged = tagger.tag(pycrfsuite.ItemSequence([[names[number] for number in row] for row in numbers]))
        margins = crf.states[:, 1] - crf.states[:, 0]
        labels, _ = best_labels(margins[numbers].sum(axis=1), np.arange(length) == 0, crf.transitions)
        assert [crf.labels[int(label)] for label in labels] == tagged


def test_reading_executes_no_pickle_and_imports_no_pyvi() -> None:
    code = (
        "import pickle, sys\n"
        "def refuse(*_): raise AssertionError\n"
        "pickle.load = pickle.loads = pickle.Unpickler = refuse\n"
        "from tracuu.analyzers.pyvi_model import pyvi_model\n"
        "assert pyvi_model().margin(['bias']) < 0\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "tracuu.analyzers.pyvi_model" in loaded
    assert not {"pyvi", "sklearn", "scipy", "sklearn_crfsuite", "pycrfsuite"} & set(loaded)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("pyvi3.pkl", "words.txt"):
        shutil.copy(MODELS / name, tmp_path)
    return tmp_path


def test_a_copy_is_read(copied: Path) -> None:
    assert read_pyvi_model(copied).weights == pyvi_model().weights


@pytest.mark.parametrize("name", ["pyvi3.pkl", "words.txt"])
def test_a_missing_file(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(SegmenterError, match=rf"cannot read .*{name}.*pyvi 0\.1\.1 is known to work"):
        read_pyvi_model(copied)


@pytest.mark.parametrize("content", [b"", b"\x80\x02N.", b"garbage", pickle.dumps(b"lCRF"), pickle.dumps("no model")])
def test_another_pickle(copied: Path, content: bytes) -> None:
    (copied / "pyvi3.pkl").write_bytes(content)
    with pytest.raises(SegmenterError, match=r"pyvi3\.pkl is not what was expected: .*0\.1\.1"):
        read_pyvi_model(copied)


def test_words_that_are_not_utf8(copied: Path) -> None:
    (copied / "words.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(SegmenterError, match=r"words\.txt is not what was expected"):
        read_pyvi_model(copied)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (b"I_W\0", b"I_X\0", "labels"),
        (b"word.istitle()\0", b"word.isTITLE()\0", "an unknown feature 'word.isTITLE"),
        (b"word.lower():\n\0", b"word.lower(): \n", "damaged"),
        (b"FEAT", b"FAET", "features"),
        (b"CQDB", b"CDQB", "dictionary"),
        (b"FOMC", b"FOMD", "header"),
    ],
)
def test_another_model(copied: Path, model_bytes: bytes, old: bytes, new: bytes, complaint: str) -> None:
    (copied / "pyvi3.pkl").write_bytes(pickle.dumps(model_bytes))
    assert read_pyvi_model(copied).weights == pyvi_model().weights  # bytes of a newer pickle protocol
    (copied / "pyvi3.pkl").write_bytes(pickle.dumps(model_bytes.replace(old, new)))
    with pytest.raises(SegmenterError, match=complaint):
        read_pyvi_model(copied)


def test_weights_that_are_no_numbers(copied: Path, model_bytes: bytes) -> None:
    data = bytearray(model_bytes)
    np.frombuffer(data, FEATURE, 1, FEATURES_AT)["weight"][:] = np.nan
    (copied / "pyvi3.pkl").write_bytes(pickle.dumps(bytes(data)))
    with pytest.raises(SegmenterError, match="no numbers"):
        read_pyvi_model(copied)


@given(st.data())
def test_a_damaged_model_is_refused_or_read(data: st.DataObject) -> None:
    """Any bytes, and a head of any numbers: never an error of another kind."""
    numbers = st.one_of(st.integers(0, 100), st.integers(0, 2**32 - 1))
    tail = data.draw(st.binary(max_size=200))
    size = 48 + len(tail)
    fields = b"".join(data.draw(numbers).to_bytes(4, "little") for _ in range(8))
    head = b"lCRF" + size.to_bytes(4, "little") + b"FOMC" + (100).to_bytes(4, "little") + fields
    for damaged in (head + tail, tail):
        with pytest.raises(ValueError):
            read_crf_model(damaged)
