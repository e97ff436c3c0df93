"""Addresses that may stand behind a button."""

import pytest

from bot.domain.web_address import LONGEST, is_web_address


@pytest.mark.parametrize(
    "address",
    ["https://example.com", "https://example.com:8443/a?b=1#c", "https://bücher.example/é", "HTTPS://EXAMPLE.COM"],
)
def test_a_whole_https_address_may(address: str):
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.com",
        "http://example.com",
        "//example.com",
        "https:///path",
        "https://localhost",
        "https://.",
        "https://user@example.com",
        "https://example.com:0",
        "https://example.com:99999",
        "https://[::1",
        "https://example.com/a b",
        "https://example.com/\n",
        'https://example.com/"',
        "javascript:alert(1)//.",
        "tg://user?id=1.",
        "https://example.com/" + "x" * LONGEST,
    ],
)
def test_anything_else_may_not(address: str):
    assert not is_web_address(address)
