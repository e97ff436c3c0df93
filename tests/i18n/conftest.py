import pytest

from bot.i18n.catalog import GettextCatalog


@pytest.fixture(scope="session")
def catalog() -> GettextCatalog:
    return GettextCatalog()
