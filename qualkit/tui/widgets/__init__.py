"""Widgets, each in the order that Textual's own have."""
