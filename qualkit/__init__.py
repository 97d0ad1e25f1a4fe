"""qualkit: a workbench for small research teams."""
__version__ = "0.1.0"
