"""Arrow's functions on arrays. Arrow makes them when it is imported: to a type checker they are not there."""

from __future__ import annotations

from typing import Any

import pyarrow.compute

kernels: Any = pyarrow.compute
