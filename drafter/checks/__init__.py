"""The second pair of eyes: rules that read a text and never change it."""
