"""Vietnamese text -> terms: tokens, canonical syllables, folding, words and names.

Importing this package loads neither Whoosh nor pyvi nor Unidecode: each is imported by the first call that
needs it. What a query does not need of the package itself is loaded when first asked for, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracuu.analyzers.canonical import canonical
from tracuu.analyzers.coverage import covers, is_bare, missing_marks
from tracuu.analyzers.errors import SegmenterError, TracuuError
from tracuu.analyzers.folding import class_key, fold, fold_text
from tracuu.analyzers.lazy import lazy_attributes
from tracuu.analyzers.syllable import Syllable, is_syllable, parse
from tracuu.analyzers.tokenizer import VietnameseTokenizer
from tracuu.analyzers.tokens import Token

if TYPE_CHECKING:
    from tracuu.analyzers.analyzer import AnalysisChain, analysis_chain
    from tracuu.analyzers.batch import Analyzed, BatchAnalyzer
    from tracuu.analyzers.collation import sort_key
    from tracuu.analyzers.dictionary import WordDictionary
    from tracuu.analyzers.names import Name, find_names
    from tracuu.analyzers.segmentation import PyviSegmenter, Segmenter
    from tracuu.analyzers.vocabulary import Vocabulary
    from tracuu.analyzers.whoosh_analyzer import VietnameseAnalyzer

__all__ = [
    "AnalysisChain",
    "Analyzed",
    "BatchAnalyzer",
    "Name",
    "PyviSegmenter",
    "Segmenter",
    "SegmenterError",
    "Syllable",
    "Token",
    "TracuuError",
    "VietnameseAnalyzer",
    "VietnameseTokenizer",
    "Vocabulary",
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

_HOMES = {
    "AnalysisChain": "tracuu.analyzers.analyzer",
    "Analyzed": "tracuu.analyzers.batch",
    "BatchAnalyzer": "tracuu.analyzers.batch",
    "Name": "tracuu.analyzers.names",
    "PyviSegmenter": "tracuu.analyzers.segmentation",
    "Segmenter": "tracuu.analyzers.segmentation",
    "VietnameseAnalyzer": "tracuu.analyzers.whoosh_analyzer",
    "Vocabulary": "tracuu.analyzers.vocabulary",
    "WordDictionary": "tracuu.analyzers.dictionary",
    "analysis_chain": "tracuu.analyzers.analyzer",
    "find_names": "tracuu.analyzers.names",
    "sort_key": "tracuu.analyzers.collation",
}

__getattr__ = lazy_attributes(__name__, _HOMES)
