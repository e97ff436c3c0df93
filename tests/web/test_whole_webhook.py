"""The whole bot, sent its updates by a webhook as the real Telegram sends them."""

from redis.asyncio import Redis

from tests.telegram.whole_bot import whole_bot


async def test_tickets_are_bought_through_the_webhook(redis_url: str, redis: Redis):
    async with whole_bot(redis_url, "en", "festival", webhook=True) as whole:
        await whole.chat.start()
        await whole.tap("Get tickets")
        await whole.tap("+ Day ticket")
        await whole.tap("Continue")
        await whole.see_text("What is your first name?")
        await whole.chat.say("Robin de Vries\nrobin@example.com")
        await whole.tap("iDEAL")
        await whole.tap("Order and pay")
        await whole.see(lambda seen: bool(whole.chat.payment_page))
        assert await whole.calls("getUpdates") == []
