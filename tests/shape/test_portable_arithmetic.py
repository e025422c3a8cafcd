"""Claims about where numbers come from: no result is left to a C library or to a processor."""

import ast
from pathlib import Path

import pytest

import relsim

PACKAGE = Path(relsim.__file__).parent
FOLDERS = ("rules", "market", "engine", "scenario")
FLOORS = ("arithmetic.py", "luck.py", "draws.py")
STRICT = PACKAGE / "engine" / "strict.py"
"""What users' own functions may call: whatever Python has."""

EXACT = {"ceil", "floor", "frexp", "fsum", "inf", "isfinite", "isnan", "ldexp", "nan", "prod", "sqrt"}
"""What `math` has that is exact, or rounded in the same way everywhere."""

INEXACT = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "logaddexp2", "power", "pow"),
    *("float_power", "cbrt", "hypot", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2"),
    *("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "sinc", "i0", "dot", "vdot", "inner"),
    *("matmul", "einsum", "tensordot", "geomspace", "logspace", "interp", "polyfit", "linalg", "fft"),
}
"""What NumPy has that depends on the processor, or on how it was compiled."""

PORTABLE_SCIPY = {"sparse"}


def sources():
    """The modules that results rest on."""
    found = [path for folder in FOLDERS for path in (PACKAGE / folder).rglob("*.py")]
    return sorted({*found, *(PACKAGE / name for name in FLOORS)} - {STRICT})


def is_known(node):
    """Whether a power is that of a whole number, or a power of two that is written out: both are exact."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.left, ast.Constant):
        return False
    power = node.right.operand if isinstance(node.right, ast.UnaryOp) else node.right
    return isinstance(node.left.value, int) or (node.left.value == 2.0 and isinstance(power, ast.Constant))


def borrowed_by_import(node):
    """What one import takes that is not the same everywhere."""
    if isinstance(node, ast.ImportFrom) and node.module in ("math", "cmath", "numpy"):
        known = {one.name for one in node.names}
        return known & INEXACT if node.module == "numpy" else known - EXACT
    if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "scipy":
        parts = {*(node.module or "").split(".")[1:2]} or {one.name for one in node.names}
        return parts - PORTABLE_SCIPY
    if isinstance(node, ast.Import):
        return {one.name for one in node.names if one.name.partition(".")[0] in ("scipy", "cmath")}
    return set()


def borrowed_by_name(node):
    """What an attribute or a call names that is not the same everywhere."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        inexact = node.attr not in EXACT if node.value.id == "math" else node.attr in INEXACT
        return {ast.unparse(node)} if inexact and node.value.id in ("math", "np", "numpy") else set()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pow":
        return {ast.unparse(node)}
    return {"fastmath"} if isinstance(node, ast.keyword) and node.arg == "fastmath" else set()


def borrowed_by_sign(node):
    """A power of fractions, or a product of matrices."""
    if not isinstance(node, ast.BinOp | ast.AugAssign):
        return set()
    differs = isinstance(node.op, ast.MatMult) or (isinstance(node.op, ast.Pow) and not is_known(node))
    return {ast.unparse(node)} if differs else set()


def borrowed(code):
    """What code takes that is not the same on every machine."""
    for node in ast.walk(ast.parse(code)):
        yield from borrowed_by_import(node) | borrowed_by_name(node) | borrowed_by_sign(node)


def added_up(code):
    """Sums by `sum`, which adds up fractions in another way from Python 3.12 on."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
            yield ast.unparse(node)


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_number_is_worked_out_by_a_c_library_or_by_special_instructions(path):
    assert not list(borrowed(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("folder", ["rules", "market"])
def test_fractions_are_added_up_in_the_same_way_by_every_python(folder):
    code = {path: path.read_text(encoding="utf-8") for path in (PACKAGE / folder).rglob("*.py")}
    assert code
    assert not {path.name: found for path, text in code.items() if (found := list(added_up(text)))}


@pytest.mark.parametrize(
    "code",
    [
        "from math import exp",
        "from math import sqrt, tanh",
        "import math\nmath.log1p(0.1)",
        "import numpy as np\nnp.exp(x)",
        "from numpy import power",
        "from scipy import special",
        "from scipy.special import ndtri",
        "import scipy.special",
        "x**2",
        "x**0.5",
        "(1.0 + x) ** -n",
        "x **= 3",
        "2.0**x",
        "pow(x, 2)",
        "a @ b",
        "njit(fastmath=True)",
    ],
)
def test_what_differs_between_machines_is_found(code):
    assert list(borrowed(code))


@pytest.mark.parametrize(
    "code",
    [
        "from math import fsum, sqrt",
        "import numpy as np\nnp.sqrt(np.cumsum(x))",
        "from scipy import sparse",
        "2.0**-52",
        "4**firms - 1",
        "x * x",
    ],
)
def test_what_is_the_same_everywhere_is_allowed(code):
    assert not list(borrowed(code))
