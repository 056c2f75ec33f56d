"""Facts on freight between Kazakhstan and Tajikistan: tables, loader and checks.

The tables lie in ``tables/*.csv``, `schema.csv` describes every column, `DATA.md` tells what
a reader must know. Standard library only.
"""

from typing import TYPE_CHECKING, Any

from network_data.loader import TABLES, Facts, load_facts
from network_data.problems import FactsError, Problem

if TYPE_CHECKING:
    from network_data.checks import check_facts as check_facts
    from network_data.dictionary import data_dictionary as data_dictionary
    from network_data.dictionary import write_templates as write_templates
    from network_data.lookup import UnknownRowError as UnknownRowError
    from network_data.lookup import show as show
    from network_data.lookup import sources_of as sources_of

__all__ = [
    "TABLES",
    "Facts",
    "FactsError",
    "Problem",
    "UnknownRowError",
    "check_facts",
    "data_dictionary",
    "load_facts",
    "show",
    "sources_of",
    "write_templates",
]

_LATER = {
    "UnknownRowError": "network_data.lookup",
    "check_facts": "network_data.checks",
    "data_dictionary": "network_data.dictionary",
    "show": "network_data.lookup",
    "sources_of": "network_data.lookup",
    "write_templates": "network_data.dictionary",
}


def __dir__() -> list[str]:
    """Names for completion, loaded or not."""
    return __all__


def __getattr__(name: str) -> Any:
    """Load what a plain look at the facts does not need."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
