"""What is raised when bytes are no FHIR Bundle or order at all."""


class FhirError(ValueError):
    """The bytes cannot be read; the message says what they are and what to send instead."""
