"""Chinese as it is written and said: pure functions on text and numbers."""
