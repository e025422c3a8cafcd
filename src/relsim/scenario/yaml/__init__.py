"""A YAML file as values that know where they stand; nothing in it is executed."""
