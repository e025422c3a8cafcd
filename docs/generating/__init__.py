"""One module per generated page; each has a function `page` that returns Markdown."""
