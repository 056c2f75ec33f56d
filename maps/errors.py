"""The tree of errors of this package.

MapError
├── MapDataError (ValueError)          a map cannot be drawn from these values
└── UnknownAddressError (LookupError)  a page asks for a file that the offline pack lacks
"""

__all__ = ["MapDataError", "MapError", "UnknownAddressError"]


class MapError(Exception):
    """Root of all errors of this package."""


class MapDataError(MapError, ValueError):
    """The values given cannot be drawn; the message says which and why."""


class UnknownAddressError(MapError, LookupError):
    """A page would fetch this file from a network, and the offline pack does not hold it.

    Attributes
    ----------
    address
        The address of the script or style sheet.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"the map asks for {address}, which the offline pack does not hold; "
            "leave out the plugin that needs it or pin the versions that fit together"
        )
