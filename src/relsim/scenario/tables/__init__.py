"""Tables that people bring, in whatever form they have them; one reader for all.

It stands with the scenario, since a scenario names such files, and markets and experiments read them too.
A file becomes rows of text that know where they stand; what a text means is asked for column by column.
"""
