"""Common English words whose letters are also Telex keystrokes of a Vietnamese syllable: tree is trê, sex is sẽ.

Chosen among the some 5,000 commonest words of English: those that decode to a syllable which Vietnamese news use,
unless that syllable, so typed, is the likelier of the two by far (cos is có, cow is cơ). A token of this list is
decoded only beside one that can hardly be anything but keystrokes.
"""

from __future__ import annotations

_WORDS = """
air arm as bar bee beef been beer best bits boost boots bow box burn bus
caps car cast cats chair chaos chef chips cops cost cups cuts dad dads days defend der dos down
gaps gas hair has hats hero his hits horn host how if is its
last laura lawn lee lens list los lose lost lots low lungs mama mar mary max mix moon most must
nest nets nor now nuts of os own owns photos poor queen quest rats rest roof room roots row rows
says see seen sense sets sex sir sits six songs soon tax test thats thee there these this thus tips toast
too tops trans tree trust turn ups us usa vary vast vest visa was wa won
"""

ENGLISH_LOOKALIKES = frozenset(_WORDS.split())
"""In lower case."""
