"""What axe-core, which stands in a Python package here, finds wrong with a page for who cannot see or point."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page


async def found_by_axe(page: Page) -> list[str]:
    """Return a line for each element that breaks a rule."""
    answer = (await Axe().run(page)).response
    assert len(answer["passes"]) > 5, "axe found hardly anything to look at"
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
