"""The engine for many profiles: the rules as NumPy operations over chunks of rows that stay in the cache."""

from smeadvisor.engines.columns.engine import Columns

__all__ = ["Columns"]
