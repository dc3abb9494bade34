"""The referral, the authorizations, the visit ledger; the note and the progress of a case.

Nouns: the case, the limit, the note, the measure over time. Answers the gate "ordered".
May import ``knowledge`` and what lies below it.
"""
