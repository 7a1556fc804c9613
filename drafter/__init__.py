"""drafter: from the facts of a meeting to the speeches that are given at it."""

__version__ = "0.1.0"
