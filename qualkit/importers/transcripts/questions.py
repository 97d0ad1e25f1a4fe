"""The moderator's prompts that carry no label: `Question 3. How did you hear of it?`"""

from __future__ import annotations

import re

_QUESTION = re.compile(r"\s*(?:Question|Q|Topic|Section)\s?\d{1,2}[a-z]?\s*[.:)\-–]\s*\S", re.IGNORECASE)


def is_question(text: str) -> bool:
    """Whether a text begins as a numbered question of a topic guide.

    >>> is_question("Q2) What happened then?"), is_question("Questions remain: why?")
    (True, False)
    """
    return text.lstrip()[:1] in "QqTtSs" and _QUESTION.match(text) is not None
