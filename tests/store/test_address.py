"""Where Redis is, read from REDIS_URL."""

import pytest

from bot.store.address import Address, Kind


@pytest.mark.parametrize("url", ["redis://h:1/0", "rediss://user:pass@h:1/2", "unix:///tmp/s?db=3"])
def test_a_single_server_is_left_to_the_library(url: str):
    address = Address.read(url)
    assert (address.kind, address.url) == (Kind.SERVER, url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis+sentinel://h/tickets", Address(Kind.SENTINEL, hosts=(("h", 26379),), service="tickets")),
        (
            "rediss+sentinel://bot:p%40ss@h1:1,h2,[::1]:3/tickets/2?sentinel_username=watch&sentinel_password=s%2Fx",
            Address(
                Kind.SENTINEL,
                hosts=(("h1", 1), ("h2", 26379), ("::1", 3)),
                service="tickets",
                database=2,
                is_encrypted=True,
                username="bot",
                password="p@ss",
                sentinel_username="watch",
                sentinel_password="s/x",
            ),
        ),
        ("redis+cluster://h1:1,h2", Address(Kind.CLUSTER, hosts=(("h1", 1), ("h2", 6379)))),
        (
            "rediss+cluster://:secret@h1:1/0",
            Address(Kind.CLUSTER, hosts=(("h1", 1),), is_encrypted=True, password="secret"),
        ),
    ],
)
def test_a_group_is_taken_apart(url: str, expected: Address):
    assert Address.read(url) == expected


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://h", "must begin with"),
        ("localhost:6379", "must begin with"),
        ("", "must begin with"),
        ("unix+cluster:///s", "must begin with"),
        ("redis+other://h", "must begin with"),
        ("redis+sentinel://h", "must name the service"),
        ("redis+sentinel://h/", "must name the service"),
        ("redis+sentinel://h/tickets/x", "must name the service"),
        ("redis+cluster://h/1", "must name no database"),
        ("redis+cluster://h?ssl=1", "not known: ssl"),
        ("redis+sentinel://h/tickets?sentinal_password=secret", "not known: sentinal_password"),
        ("redis+cluster://", "host:port"),
        ("redis+cluster://h:99999", "host:port"),
        ("redis+cluster://h1,,h2", "host:port"),
        ("redis+cluster://h1:secret", "host:port"),
    ],
)
def test_what_is_none_is_refused_in_words_that_do_not_repeat_it(url: str, words: str):
    with pytest.raises(ValueError, match=words) as refused:
        Address.read(url)
    assert "secret" not in str(refused.value)
