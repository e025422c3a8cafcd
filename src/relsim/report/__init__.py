"""Reports: figures, a verdict in plain words, and one page that opens offline."""
