"""The public face of qualkit for Python: a study with the verbs of the command line.

>>> import qualkit
>>> with qualkit.open("my-study", coder="ana") as study:      # doctest: +SKIP
...     study.add("panel.md")
...     study.code("Fear", match="scared|afraid")
...     study.write_quotes("bank.docx")
...     study.prevalence("barriers", source=["professionals"]).to_frame()
"""

from __future__ import annotations

from qualkit.api.study import Study, new, open_study, to_frame

__all__ = ["Study", "new", "open_study", "to_frame"]
