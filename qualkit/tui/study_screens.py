"""The screens of a study by name, each imported when it is wanted."""

from __future__ import annotations

from importlib import import_module

from textual.screen import Screen

_SCREENS = {
    "codebook": "CodebookScreen",
    "quotes": "QuotesScreen",
    "memos": "MemosScreen",
    "log": "LogScreen",
    "people": "PeopleScreen",
    "names": "NamesScreen",
    "lost": "LostScreen",
    "flags": "FlagsScreen",
    "agree": "AgreeScreen",
    "survey": "SurveyScreen",
    "howmany": "HowManyScreen",
    "search": "SearchScreen",
    "topics": "TopicsScreen",
    "suggest": "SuggestScreen",
    "like": "LikeScreen",
    "words": "WordsScreen",
}
"""The screens of a study, each in the module of its name."""


def screen_called(name: str) -> Screen[None]:
    """A screen of the study, made when it is wanted: each brings its imports."""
    module = import_module(f"qualkit.tui.screens.{name}")
    screen: Screen[None] = getattr(module, _SCREENS[name])()
    return screen
