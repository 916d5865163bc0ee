"""What pyvi learned and knows, read from its files: pyvi is not imported, and its pickle is not executed.

pyvi pickles a scikit-learn estimator that carries the bytes of a CRFsuite model as one long string. That string is
found by reading the pickle's opcodes, and nothing of what they ask for is done.
"""

from __future__ import annotations

import pickletools
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from tracuu.analyzers.cached import cached_property
from tracuu.analyzers.crfsuite import MAGIC, CrfModel, read_crf_model
from tracuu.analyzers.errors import SegmenterError
from tracuu.analyzers.pyvi_features import FLAGS, VALUED

LABELS = ("B_W", "I_W")
"""A syllable begins a word, or is inside one: their numbers are 0 and 1."""

_KNOWN = "pyvi 0.1.1 is known to work: pip install pyvi==0.1.1"


@dataclass(frozen=True)
class PyviModel:
    """The conditional random field, and the words that it looks up. Immutable, may be shared by threads."""

    crf: CrfModel
    bigrams: Set[tuple[str, str]]
    """The words of two syllables, as the dictionary writes them."""
    trigrams: Set[tuple[str, str, str]]

    @cached_property
    def weights(self) -> Mapping[str, tuple[float, float]]:
        """What each attribute adds to the scores of B_W and of I_W."""
        begins, inside = self.crf.states.T.tolist()
        return dict(zip(self.crf.attributes, zip(begins, inside, strict=True), strict=True))

    def margin(self, attributes: Iterable[str]) -> float:
        """What these attributes together add to score(I_W) - score(B_W)."""
        begins = inside = 0.0
        weights = self.weights.get
        for attribute in attributes:
            if both := weights(attribute):
                begins += both[0]
                inside += both[1]
        return inside - begins


@cache
def pyvi_model() -> PyviModel:
    """The model of the installed pyvi, read once.

    Raises:
        SegmenterError: pyvi is not installed, or its files are not what they are in the version known to work.
    """
    spec = find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise SegmenterError(f"word segmentation needs pyvi, which is not installed; {_KNOWN}")
    return read_pyvi_model(Path(spec.submodule_search_locations[0], "models"))


def read_pyvi_model(folder: Path) -> PyviModel:
    """Read the model from pyvi's folder `models`.

    Raises:
        SegmenterError: a file is missing, or not what it is in the version known to work.
    """
    try:
        path = folder / "pyvi3.pkl"
        crf = read_crf_model(_model_bytes(path.read_bytes()))
        _check(crf)
        path = folder / "words.txt"
        words = [tuple(word.split(" ")) for word in path.read_text(encoding="utf-8").split("\n")]
    except OSError as error:
        raise SegmenterError(f"cannot read {path}: {error.strerror}; {_KNOWN}") from error
    except ValueError as error:
        raise SegmenterError(f"{path} is not what was expected: {error}; {_KNOWN}") from error
    return PyviModel(
        crf, frozenset(word for word in words if len(word) == 2), frozenset(word for word in words if len(word) == 3)
    )


def _model_bytes(pickled: bytes) -> bytes:
    """The CRFsuite model in a pickle: bytes, or the text of `codecs.encode(text, "latin1")` in older protocols."""
    for _, argument, _ in pickletools.genops(pickled):
        if isinstance(argument, bytes) and argument.startswith(MAGIC):
            return argument
        if isinstance(argument, str) and argument.startswith(MAGIC.decode()):
            return argument.encode("latin1")
    raise ValueError("no CRFsuite model in it")


def _check(crf: CrfModel) -> None:
    """Refuse a model whose features are others than those computed here."""
    if crf.labels != LABELS:
        raise ValueError(f"the labels {crf.labels}")
    if not np.isfinite(crf.states).all() or not np.isfinite(crf.transitions).all():
        raise ValueError("weights that are no numbers")
    unknown = [name for name in crf.attributes if name not in FLAGS and not name.startswith(VALUED)]
    if unknown:
        raise ValueError(f"an unknown feature {unknown[0]!r}")
