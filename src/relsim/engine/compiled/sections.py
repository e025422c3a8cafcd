"""A WebAssembly object made into a module that needs nothing: its few imports become definitions of its own.

An object of LLVM is a valid module already, with data from address 0 on and all numbers in place. It asks
for a memory, and for a global with the top of the stack; here it gets both. It asks for functions where
code calls what is not in it, which a module cannot do that needs nothing.
"""

from collections.abc import Iterator

MAGIC = b"\0asm\1\0\0\0"
CUSTOM, IMPORT, MEMORY, GLOBAL, EXPORT = 0, 2, 5, 6, 7
BEFORE_MEMORY = (1, 3, 4)
"""Sections that stand before that of memories: types, functions, tables."""

FUNCTION_IMPORT, MEMORY_IMPORT, GLOBAL_IMPORT = 0, 2, 3
PAGE_OF_MEMORY = 65_536
PAGES_OF_STACK = 4
I32, CONSTANT, VARIABLE, I32_CONST, END = 0x7F, 0, 1, 0x41, 0x0B


class Needed(Exception):
    """A function that is called and not there."""


def module_of(thing: bytes, exported: str) -> bytes:
    """The module of an object whose first function is exported under this name, beside `memory` and
    `__heap_base`, from where on memory is free.

    Raises Needed where it calls a function that it does not have.
    """
    sections = list(sections_of(thing))
    imported = next((content for number, content in sections if number == IMPORT), b"\0")
    top = (pages_asked_for(imported) + PAGES_OF_STACK) * PAGE_OF_MEMORY
    made = [(number, content) for number, content in sections if number in BEFORE_MEMORY]
    made.append((MEMORY, vector([b"\0" + number_written(top // PAGE_OF_MEMORY)])))
    made.append((GLOBAL, vector([global_written(VARIABLE, top), global_written(CONSTANT, top)])))
    names = ((exported, 0, 0), ("memory", 2, 0), ("__heap_base", 3, 1))
    made.append((EXPORT, vector([name_written(name) + bytes((kind, place)) for name, kind, place in names])))
    known = {number for number, _ in made} | {CUSTOM, IMPORT}
    made += [(number, content) for number, content in sections if number not in known]
    return MAGIC + b"".join(bytes((number,)) + sized(content) for number, content in made)


def sections_of(module: bytes) -> Iterator[tuple[int, bytes]]:
    """The number and the content of each section."""
    at = len(MAGIC)
    while at < len(module):
        number = module[at]
        size, start = number_at(module, at + 1)
        at = start + size
        yield number, module[start:at]


def pages_asked_for(imports: bytes) -> int:
    """How many pages of memory the data of an object take; no function is imported."""
    count, at = number_at(imports, 0)
    pages = 0
    for _ in range(count):
        _, at = text_at(imports, at)
        name, at = text_at(imports, at)
        kind, at = imports[at], at + 1
        if kind == FUNCTION_IMPORT:
            raise Needed(name)
        if kind == MEMORY_IMPORT:
            pages, at = number_at(imports, at + 1)
        elif kind == GLOBAL_IMPORT and name == "__stack_pointer":
            at += 2
        else:
            raise Needed(name)
    return pages


def global_written(mutability: int, value: int) -> bytes:
    """A global whole number of 32 bits."""
    return bytes((I32, mutability, I32_CONST)) + number_written(value, signed=True) + bytes((END,))


def number_at(content: bytes, at: int) -> tuple[int, int]:
    """A whole number in groups of seven bits, and where it ends."""
    number = shift = 0
    while True:
        byte = content[at]
        number |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if byte < 0x80:
            return number, at


def number_written(number: int, signed: bool = False) -> bytes:
    """A whole number from 0 on in groups of seven bits."""
    groups = bytearray()
    while number >= (0x40 if signed else 0x80):
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*groups, number))


def text_at(content: bytes, at: int) -> tuple[str, int]:
    """A name, and where it ends."""
    size, start = number_at(content, at)
    return content[start : start + size].decode(), start + size


def name_written(name: str) -> bytes:
    """A name with its length."""
    return sized(name.encode())


def sized(content: bytes) -> bytes:
    """Content with its length."""
    return number_written(len(content)) + content


def vector(items: list[bytes]) -> bytes:
    """Items with their number."""
    return number_written(len(items)) + b"".join(items)
