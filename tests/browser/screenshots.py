"""Makes the README's pictures anew: `python -m tests.browser.screenshots`."""

import asyncio
from datetime import datetime
from pathlib import Path

from bot.domain.labels import LANGUAGES
from bot.rehearsal.stage import stage
from bot.store.embedded import embedded_server
from tests.browser.buying import Buyer, browser_page

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"


async def main() -> None:
    """Take a picture of the review in each language, and one of the page in the dark."""
    begins_at = datetime.fromisoformat("2026-12-01T09:00:00+01:00")
    for language in LANGUAGES:
        for dark in (False, True) if language == "nl" else (False,):
            with embedded_server() as redis_url:
                async with (
                    stage(redis_url, begins_at=begins_at) as standing,
                    browser_page(f"{standing.address}/", dark=dark, timezone_id="Europe/Amsterdam") as page,
                ):
                    await Buyer(page, language).buy_up_to_review()
                    await page.wait_for_timeout(500)
                    name = f"chat-{language}{'-dark' if dark else ''}.png"
                    await page.screenshot(path=FOLDER / name)


if __name__ == "__main__":
    asyncio.run(main())
