"""Speeches as Word documents: a layout profile, the parts that never change, and the writer of the text."""
