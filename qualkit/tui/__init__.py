"""The terminal UI: a workspace in which researchers code. It holds no rules and no arithmetic."""
