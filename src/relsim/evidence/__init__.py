"""What people have measured themselves: their tables, read as what they are, whatever form they have.

A file becomes columns that know their lines; what each column means is told, or guessed from its name and
its contents; what cannot be used is set aside with its line and the reason, and the rest is never lost.
"""
