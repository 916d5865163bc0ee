"""Models of CRFsuite, read without CRFsuite: first-order conditional random fields.

Source of the format: lib/crf/src/crf1d_model.c and lib/cqdb/src/cqdb.c of https://github.com/chokkan/crfsuite.
All numbers are little-endian; offsets count bytes from the head of the file, but those in a dictionary (CQDB)
from the head of the dictionary.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MAGIC = b"lCRF"
_HEADER = struct.Struct("<4sI4s9I")  # magic, size, type, version, 3 counts (features: unused), 5 offsets
_CHUNK = struct.Struct("<4sII")  # name, size, count of items
_DICTIONARY = struct.Struct("<4s5I")  # name, size, flags, byte order, count of strings, offset of their offsets
_RECORD = struct.Struct("<2I")  # number, length with the closing NUL; the string follows
_FEATURE = np.dtype([("type", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_VERSION = 100
_STATE, _TRANSITION = 0, 1  # types of features


@dataclass(frozen=True)
class CrfModel:
    """The weights that training left; what is not here has the weight 0."""

    labels: tuple[str, ...]
    """By number. Where two labels score the same, CRFsuite takes the one with the smaller number."""
    attributes: Mapping[str, int]
    """The number of each attribute."""
    states: npt.NDArray[np.float64]
    """Weight of a label where an attribute is present: [attributes, labels]."""
    transitions: npt.NDArray[np.float64]
    """Weight of a label after a label: [label before, label]."""


def read_crf_model(data: bytes) -> CrfModel:
    """Read a model from the bytes of its file.

    Raises:
        ValueError: these bytes are no such model, or not a whole one.
    """
    try:
        magic, size, kind, version, *_, at_features, at_labels, at_attributes, _, _ = _HEADER.unpack_from(data)
        if (magic, size, kind, version) != (MAGIC, len(data), b"FOMC", _VERSION):
            raise ValueError(f"a header of {magic!r}, {size} bytes, {kind!r}, version {version}")
        labels, attributes = _strings(data, at_labels), _strings(data, at_attributes)
        features = _features(data, at_features)
        state, transition = (features[features["type"] == kind] for kind in (_STATE, _TRANSITION))
        states = np.zeros((len(attributes), len(labels)))
        states[state["source"], state["label"]] = state["weight"]
        transitions = np.zeros((len(labels), len(labels)))
        transitions[transition["source"], transition["label"]] = transition["weight"]
    except (struct.error, IndexError) as error:
        raise ValueError(str(error)) from error
    return CrfModel(tuple(labels), {name: number for number, name in enumerate(attributes)}, states, transitions)


def _features(data: bytes, at: int) -> npt.NDArray[np.void]:
    name, _, count = _CHUNK.unpack_from(data, at)
    if name != b"FEAT":
        raise ValueError(f"{name!r} where the features should be")
    return np.frombuffer(data, _FEATURE, count, at + _CHUNK.size)


def _strings(data: bytes, at: int) -> list[str]:
    """The strings of a dictionary, by number."""
    name, _, _, _, count, offset = _DICTIONARY.unpack_from(data, at)
    if name != b"CQDB":
        raise ValueError(f"{name!r} where a dictionary should be")
    strings = []
    for number, record in enumerate(np.frombuffer(data, "<u4", count, at + offset).tolist()):
        recorded, length = _RECORD.unpack_from(data, at + record)
        start = at + record + _RECORD.size
        string = data[start : start + length]
        if recorded != number or string[-1:] != b"\0":
            raise ValueError(f"string {number} of a dictionary is damaged")
        strings.append(string[:-1].decode("utf-8"))
    return strings
