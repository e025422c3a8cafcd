"""The glossary: the same terms that pages of results explain."""

from generating.citations import linked
from generating.markdown import escaped, table
from relsim.report.glossary import glossary

HEAD = """# Glossary

The terms that reports use, each with its source. A report links each of them where it first stands, and
explains those that it uses. Measures are told in full on [their own page](measures.md), rungs, reasons and
channels in the [vocabulary](vocabulary.md).
"""


def page() -> str:
    """The page of terms."""
    rows = [
        (escaped(one.term), escaped(one.meaning), linked(one.sources) or "by definition")
        for one in glossary().values()
    ]
    return "\n".join((HEAD, table(("Term", "Meaning", "Source"), rows)))
