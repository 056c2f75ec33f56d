"""What a page did while it was open in the browser."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class OpenPage:
    """A page with the requests, errors and dialogs that it came up with."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


OpenFile = Callable[..., OpenPage]
"""Opens a file: ``open_page(path, width=1280, height=800)``."""
