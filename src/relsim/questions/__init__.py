"""Questions: one folder each, with what is asked, what is special to it, its page and its command."""
