"""Vietnamese text -> terms: tokens, canonical syllables, folding, words and names.

Importing this package loads neither Whoosh nor pyvi nor Unidecode: each is imported by the first call that
needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracuu.analyzers.analyzer import AnalysisChain, analysis_chain
from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.collation import sort_key
from tracuu.analyzers.coverage import covers, is_bare, missing_marks
from tracuu.analyzers.errors import SegmenterError, TracuuError
from tracuu.analyzers.folding import class_key, fold, fold_text
from tracuu.analyzers.lazy import lazy_attributes
from tracuu.analyzers.names import Name, find_names
from tracuu.analyzers.segmentation import PyviSegmenter, Segmenter, WordDictionary
from tracuu.analyzers.syllable import Syllable, is_syllable, parse
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.tokens import Token

if TYPE_CHECKING:
    from tracuu.analyzers.whoosh_analyzer import VietnameseAnalyzer

__all__ = [
    "AnalysisChain",
    "Name",
    "PyviSegmenter",
    "Segmenter",
    "SegmenterError",
    "Syllable",
    "Token",
    "TracuuError",
    "VietnameseAnalyzer",
    "VietnameseTokenizer",
    "WordDictionary",
    "analysis_chain",
    "canonical",
    "class_key",
    "covers",
    "find_names",
    "fold",
    "fold_text",
    "is_bare",
    "is_syllable",
    "missing_marks",
    "parse",
    "sort_key",
]

# The only one that needs Whoosh.
__getattr__ = lazy_attributes(__name__, {"VietnameseAnalyzer": "tracuu.analyzers.whoosh_analyzer"})
