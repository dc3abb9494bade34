"""FHIR R4 at the door: an order for massage comes in as a Bundle. One file a resource or a use.

Nouns: the bundle, the intake it becomes. Nothing is invented; what is missing is named.
"""
