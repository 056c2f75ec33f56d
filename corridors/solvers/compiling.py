"""What compiled modules share: the decorator, the kinds of array, the number of nothing.

This is the only module that imports numba; the compiled code is kept beside the modules.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]
Rough = NDArray[np.float32]
"""Floats where bounds that are a little wider do as well."""

compiled: Callable[[Function], Function] = cast(Any, numba.njit(cache=True, nogil=True))
NONE = -1
