"""Changes to the text or the tree of a JSON file, one of which somebody might make."""

import json
import random

OTHERS = [
    *(None, True, -1, 0, 3, 10**30, -1e300, 1e308, "", "x", "../../secret", "=1+1", "\ud800", "<b>", "a\nb"),
    *([], {}, [[]], [None], {"a": 1}, "x" * 5000, [1] * 3),
]


def paths_in(content, path=()):
    """The path of every value in a tree."""
    yield path
    items = content.items() if isinstance(content, dict) else ()
    items = enumerate(content[:5]) if isinstance(content, list) else items
    for key, value in items:
        yield from paths_in(value, (*path, key))


def with_one_change(content, luck):
    """A copy of a tree in which one value is gone, another, twice there or under another name."""
    copy = json.loads(json.dumps(content))
    *around, last = luck.choice([path for path in paths_in(copy) if path])
    place = copy
    for step in around:
        place = place[step]
    way = luck.choice(["gone", "other", "renamed", "twice", "retyped"])
    if way == "gone":
        del place[last]
    elif way == "renamed" and isinstance(place, dict):
        place[f"{last}_"] = place.pop(last)
    elif way == "twice" and isinstance(place, list):
        place.append(place[last])
    elif way == "retyped":
        place[last] = str(place[last]) if luck.random() < 0.5 else [place[last]]
    else:
        place[last] = luck.choice(OTHERS)
    return copy


def with_torn_text(text, luck):
    """A text that is cut, has other bytes in it, or some of them twice."""
    content = text if isinstance(text, bytes) else text.encode()
    start = luck.randrange(len(content))
    end = min(len(content), start + luck.choice([1, 3, 40, 4000]))
    middle = luck.choice(
        [b"", b"\0", b"NaN", b"1e999", b"[" * 3000, bytes([luck.randrange(256)]), content[start:end] * 2]
    )
    return content[:start] if luck.random() < 0.3 else content[:start] + middle + content[end:]


def seeded(seed):
    """The same luck for the same seed."""
    return random.Random(seed)
