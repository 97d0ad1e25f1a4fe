"""Words that stand in everything that is said in English, and tell of nothing by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_lowercase

from qualkit.model.text import fold_line

_LISTED = """
    a about above across after afterwards again against all almost along already also although always am among
    an and another any anybody anyone anything anyway are aren't around as at away be because been before
    behind being below beside besides between beyond both but by can can't cannot could couldn't did didn't do
    does doesn't doing don don't done down during each either else even ever every everybody everyone
    everything except few for from further had hadn't has hasn't have haven't having he he'd he'll he's hence
    her here here's hers herself him himself his how how's however i i'd i'll i'm i've if in indeed inside
    instead into is isn't it it'd it'll it's its itself just least less lest let let's many may maybe me might
    mightn't mine more most much must mustn't my myself near neither never nevertheless no nobody none nor not
    nothing now nowhere of off often on once one ones only onto or other others otherwise ought our ours
    ourselves out outside over own per perhaps quite rather really same shall shan't she she'd she'll she's
    should shouldn't since so some somebody somehow someone something sometimes somewhere soon still such than
    that that'd that'll that's the their theirs them themselves then there there'd there'll there's therefore
    these they they'd they'll they're they've this those though through throughout thus till to together too
    toward towards under unless until up upon us usually very via was wasn't we we'd we'll we're we've were
    weren't what what'd what'll what's whatever when when's whenever where where's whereas wherever whether
    which whichever while who who'd who'll who's whoever whole whom whose why why's will with within without
    won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves

    actually ah aha ahem aye basically cos cuz dunno eh er erm gonna gotta hm hmm huh innit kinda like
    literally mhm mm mmm obviously oh ok okay ooh oops right sort sorta stuff thing things uh uh-huh uhm um
    well whatnot yea yeah yep yes yup

    bit came come comes coming get gets getting go goes going gone got gotten guess knew know known knows lot
    lots mean means said say saying says seem seemed seems think thinking thinks thought want wanted wants
    went
"""
STOP_WORDS = frozenset([*re.findall(r"\S+", _LISTED), *ascii_lowercase])
"""Function words; fillers of speech (erm, like); verbs that talk is made of (I mean, you know); letters."""


def stop_list(*, stop: Iterable[str] = (), keep: Iterable[str] = ()) -> frozenset[str]:
    """The list with a study's own words, and without those that this study wants to count.

    >>> "police" in stop_list(stop=["Police"]), "like" in stop_list(keep=["like"])
    (True, False)
    """
    return (STOP_WORDS | {fold_line(word) for word in stop}) - {fold_line(word) for word in keep}
