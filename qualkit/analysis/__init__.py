"""Numbers and lists from the coding and the answers: pure, values in and values out."""
