"""What is raised when bytes are no X12 interchange, or data cannot be written as one."""


class X12Error(ValueError):
    """The bytes cannot be read, or the data cannot be written; the message names the place and the mend."""
