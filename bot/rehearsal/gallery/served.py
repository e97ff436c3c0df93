"""The gallery beside the chat page: what was met in this very demo, and all that the stories meet once they were played."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.conversation.ports import Catalog
from bot.conversation.turn import Turn
from bot.rehearsal.gallery.met import Screens
from bot.rehearsal.gallery.page import gallery

PATH: Final = "/simulator/gallery"
HERE: Final = "this demo"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Told = Callable[[int, int], None]
Collect = Callable[[Screens, Told], Awaitable[list[str]]]
"""Plays stories and keeps their screens; returns what went another way, and tells how many are done."""


class ServedGallery:
    """The pages of the gallery. `watch` sees the turns of the demo; without `collect` there are no stories to play."""

    def __init__(self, catalog: Catalog, collect: Collect | None) -> None:
        self._catalog = catalog
        self._collect = collect
        self._screens = Screens()
        self._playing: asyncio.Task[list[str]] | None = None
        self._done = self._of = 0
        self.watch: Callable[[Turn], None] = self._screens.watching(HERE)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the page, and what its button asks for."""
        return [Route(PATH, self._show, methods=["GET"]), Route(PATH, self._play, methods=["POST"])]

    async def stop(self) -> None:
        """End the playing of stories."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.wait({self._playing})

    async def _show(self, _: Request) -> Response:
        page = await asyncio.to_thread(gallery, self._screens, self._catalog, note=self._note())
        return HTMLResponse(page, headers=_HEADERS)

    async def _play(self, _: Request) -> Response:
        if self._collect is not None and self._playing is None:
            self._playing = asyncio.create_task(self._met(self._collect))
        return RedirectResponse(PATH, 303)

    async def _met(self, collect: Collect) -> list[str]:
        def told(done: int, of: int) -> None:
            self._done, self._of = done, of

        return await collect(self._screens, told)

    def _note(self) -> str:
        """Return what there is to say or to press above the screens."""
        if self._collect is None:
            return "<p>Here is what was met in this demo: chat with the bot, and look again.</p>"
        if self._playing is None:
            return (
                "<p>Here is what was met in this demo. The stories meet all the rest; playing them takes about a minute.</p>"
                f'<form method="post" action="{PATH}"><button>Play all stories</button></form>'
            )
        if not self._playing.done():
            return f'<p>The stories are being played: {self._done} of {self._of}. <a href="{PATH}">Look again</a></p>'
        if (problem := self._playing.exception()) is not None:
            return f"<p>The stories could not be played: {escape(str(problem))}</p>"
        wrong = "".join(f"<li><pre>{escape(each)}</pre></li>" for each in self._playing.result())
        return (
            f"<p>These stories went another way, so screens of theirs are missing:</p><ul>{wrong}</ul>" if wrong else ""
        )


@asynccontextmanager
async def served_gallery(catalog: Catalog, collect: Collect | None) -> AsyncIterator[ServedGallery]:
    """Make the pages, and end in time what they began."""
    served = ServedGallery(catalog, collect)
    try:
        yield served
    finally:
        await served.stop()
