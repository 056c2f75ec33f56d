"""Online background tiles: an option, never needed, and the only thing a page may fetch."""

import re
from dataclasses import dataclass

from maps.errors import MapDataError

__all__ = ["Tiles"]

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>(?:\{s\}\.)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?)/[^\s\"'<>;,`\\]*"
)
_MARK = re.compile(r"\{[szxyr]\}")
_SUBDOMAINS = re.compile(r"[a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where background tiles come from.

    Attributes
    ----------
    address
        Template with ``{z}``, ``{x}`` and ``{y}``, and ``{s}`` at the start of the host if
        the server has subdomains.
    attribution
        Credit that the provider asks for, plain text.
    subdomains
        Letters that ``{s}`` stands for.
    max_zoom
        Deepest level that the provider serves.
    """

    address: str
    attribution: str
    subdomains: str = "abc"
    max_zoom: int = 18

    def __post_init__(self) -> None:
        strange_braces = set("{}") & set(_MARK.sub("", self.address))
        if strange_braces or not _ADDRESS.fullmatch(self.address):
            raise MapDataError(
                f"tiles: {self.address!r} is not an http(s) address of tiles; "
                "write it like https://{s}.tiles.example/{z}/{x}/{y}.png"
            )
        absent = [mark for mark in ("{z}", "{x}", "{y}") if mark not in self.address]
        if absent:
            raise MapDataError(f"tiles: {self.address!r} lacks {', '.join(absent)}")
        if not _SUBDOMAINS.fullmatch(self.subdomains):
            raise MapDataError(f"tiles: subdomains {self.subdomains!r} are not plain letters")

    @property
    def origins(self) -> tuple[str, ...]:
        """The hosts that a page with these tiles may load images from."""
        match = _ADDRESS.fullmatch(self.address)
        assert match is not None
        origin = f"{match['scheme']}://{match['host']}"
        if "{s}" not in origin:
            return (origin,)
        return tuple(origin.replace("{s}", letter) for letter in self.subdomains)
