"""The law of each state as dated, cited data; one engine that answers for any day. Answers the gate "lawful".

Nouns: the question, the credential held, the jurisdiction, the topic with its spells.
May import ``dated`` and what lies below it; no Python file here names a state.
"""
