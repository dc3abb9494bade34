"""Contraindications, conditions, populations, measures and anatomy, each with sources. Answers the gate "safe".

Nouns: the entry, the person screened, the region, the measure and its score.
May import ``dated`` and what lies below it; no Python file here names a drug or a condition.
"""
