"""What is handed over: the layout of deliverables as blocks, and one renderer a file type."""
