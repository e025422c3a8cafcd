"""Lengths that the compiler knows, of arrays that have been found to be so long.

A length that is compared with a number is known to the compiler only after it has decided which loops to
unroll. Written into the array it is known from the start.
"""

from typing import Any

from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed
from numba.extending import intrinsic


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def with_length(_context: Any, array: Any, axis: Any, length: Any) -> Any:
    """The same array, which has this length along an axis, as the caller has made sure."""

    def code(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        known = target.make_array(array)(target, builder, value=arguments[0])
        lengths = cgutils.unpack_tuple(builder, known.shape)
        lengths[axis.literal_value] = target.get_constant(types.intp, length.literal_value)
        known.shape = cgutils.pack_array(builder, lengths)
        return impl_ret_borrowed(target, builder, array, known._getvalue())

    return array(array, axis, length), code
