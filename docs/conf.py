"""How the documentation is built: MyST pages, a reference generated from code, a bibliography."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import course_pages
import generate

import relsim

logging.basicConfig(level=logging.WARNING)
"""Before furo imports its colours of code, which set logging up so that each step of a model is printed."""

project = "relsim"
author = "The relsim authors"
copyright = "The relsim authors"
release = version = relsim.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "formulas", "sphinxcontrib.bibtex", "numpydoc"]
numpydoc_show_class_members = False
exclude_patterns = [
    "_build",
    "reference/generated",
    "explanation/truth-table.md",
    "explanation/lever-table.md",
    "explanation/step-table.md",
]
html_math_renderer = "drawn"
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
default_role = "code"

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = f"relsim {release}"
html_copy_source = False


def setup(app):
    """Generate the reference before pages are looked for, and put pages to play with beside those to read."""
    app.connect("builder-inited", lambda app: generate.generate(Path(app.srcdir)))
    app.connect("build-finished", put_course_beside)


def put_course_beside(app, error):
    """Put pages of lessons into the folder `course` of what was built for browsers."""
    if error is None and app.builder.name == "html":
        course_pages.put_into(Path(app.outdir) / "course")
