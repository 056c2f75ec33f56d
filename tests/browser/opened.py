"""What a page did while it was open in the browser."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page

REFUSED = "Unable to capture screenshot"
"""What a busy Chromium answers now and then; the same picture is taken when asked again."""
BLANK_BYTES = 10_000
"""More than the PNG of an empty page of any size used here."""


@dataclass
class OpenPage:
    """A page with the requests, errors and dialogs that it came up with."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def draw(self, path: Path, *, full_page: bool = False) -> None:
        """Have the page painted into a PNG file, which must show something.

        Raises:
            playwright.sync_api.Error: the picture could not be taken, three times over.
        """
        for _ in range(2):
            try:
                self.page.screenshot(path=path, full_page=full_page)
                break
            except Error as error:
                if REFUSED not in error.message:
                    raise
                self.page.wait_for_timeout(250)
        else:
            self.page.screenshot(path=path, full_page=full_page)
        assert path.stat().st_size > BLANK_BYTES


OpenFile = Callable[..., OpenPage]
"""Opens a file: ``open_page(path, width=1280, height=800)``."""
