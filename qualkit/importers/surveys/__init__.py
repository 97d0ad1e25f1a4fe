"""Data files (surveys and case records) and their questionnaires."""
