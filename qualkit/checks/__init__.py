"""Rules about the data or a document, one rule a module."""
