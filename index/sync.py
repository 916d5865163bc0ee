"""Moved to ``tracuu.index.syncing``: a module of this name hides the function ``tracuu.index.sync``."""

from __future__ import annotations

from tracuu.index.syncing import SyncReport as SyncReport
from tracuu.index.syncing import sync as sync
