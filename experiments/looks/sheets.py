"""Contact sheets: many pictures in one, side by side."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

GAP = 8
"""Pixels between two pictures."""


def joined(parts: Sequence[Path], target: Path, columns: int) -> Path:
    """Pictures in rows of so many, each row as high as the highest in it; returns the path of the sheet."""
    images = [Image.open(part).convert("RGB") for part in parts]
    rows = [images[start : start + columns] for start in range(0, len(images), columns)]
    width = max(sum(image.width + GAP for image in row) for row in rows)
    sheet = Image.new("RGB", (width, sum(max(image.height for image in row) + GAP for row in rows)), "grey")
    top = 0
    for row in rows:
        left = 0
        for image in row:
            sheet.paste(image, (left, top))
            left += image.width + GAP
        top += max(image.height for image in row) + GAP
    sheet.save(target)
    return target
