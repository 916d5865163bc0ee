"""Arrays that contradict each other although every checksum is right: forged, or written by a defect of ours.

Numbers are not looked at before they are used, for that would take as long as the search. Where one leads nowhere, an
array operation fails. Only what would take memory without bound before it failed is refused where it is read.
"""

from __future__ import annotations

INCOHERENT = (ArithmeticError, LookupError, MemoryError, RecursionError, ValueError)
"""What array operations, decoding and parsing raise then. Verification and recovery go on; a search passes it on, for
who asks is to tell a defect of ours from damage."""
