"""A browser without a network, and a route map to open in it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route, sync_playwright

from maps import RouteMap, write_route_map
from tests.browser import journeys
from tests.browser.opened import OpenFile, OpenPage

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


Listeners = dict[str, Callable[[Any], None]]
"""What listens to a page, by event."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its absence is an error in CI and a reason to skip elsewhere."""
    if not CHROMIUM.exists():
        message = f"no {CHROMIUM}; install the package chromium to run the browser tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def idle_pages() -> list[Page]:
    """Windows that no test uses at the moment: to open one costs more than to draw a map in it."""
    return []


def forget(page: Page, listeners: Listeners) -> None:
    """Leave the page as a new one is: empty, without listeners, medium and mouse."""
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    page.goto("about:blank")
    page.unroute_all(behavior="ignoreErrors")
    page.emulate_media(media="null")
    page.mouse.move(-1, -1)  # what lies below a mouse at rest would be pointed at


@pytest.fixture
def open_page(browser: Browser, idle_pages: list[Page]) -> Iterator[OpenFile]:
    """Open a file with every request but the file itself refused and noted down."""
    opened: list[tuple[Page, Listeners]] = []

    def open_file(path: Path, *, width: int = 1280, height: int = 800) -> OpenPage:
        page = idle_pages.pop() if idle_pages else browser.new_page()
        page.set_viewport_size({"width": width, "height": height})
        result = OpenPage(page)

        def refuse(route: Route) -> None:
            if route.request.url.split("#")[0] == path.as_uri():
                route.continue_()
            else:
                result.requests.append(route.request.url)
                route.abort()

        def note_message(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                result.errors.append(message.text)

        def dismiss(dialog: Dialog) -> None:
            result.dialogs.append(dialog.message)
            dialog.dismiss()

        listeners: Listeners = {
            "pageerror": lambda error: result.errors.append(str(error)),
            "console": note_message,
            "dialog": dismiss,
        }
        opened.append((page, listeners))
        page.route("**/*", refuse)
        for event, listener in listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]  # any event by name
        page.goto(path.as_uri())
        return result

    yield open_file
    for page, listeners in opened:
        forget(page, listeners)
        idle_pages.append(page)


@pytest.fixture(scope="session")
def kostanay_khujand() -> RouteMap:
    """Two alternatives from Kostanay to Khujand."""
    return journeys.kostanay_khujand()


@pytest.fixture(scope="session")
def kostanay_khujand_file(
    kostanay_khujand: RouteMap, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The route map as a file."""
    path = tmp_path_factory.mktemp("maps") / "kostanay-khujand.html"
    write_route_map(kostanay_khujand, path)
    return path
