"""The command line: one command a file; talk goes to stderr, data to stdout."""
