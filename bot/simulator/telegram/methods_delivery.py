"""Methods on how updates reach the bot (https://core.telegram.org/bots/api#getting-updates), but for getUpdates."""

from bot.simulator.telegram.messenger import Messenger
from bot.simulator.telegram.method import Action, Described
from bot.simulator.telegram.parameters import Parameters


def set_webhook(messenger: Messenger, parameters: Parameters) -> object:
    """Let updates be sent to an address."""
    return Described(True, messenger.webhook.set(parameters))


def delete_webhook(messenger: Messenger, parameters: Parameters) -> object:
    """Go back to getUpdates; forget the waiting updates when asked to."""
    words = messenger.webhook.remove(drop_pending_updates=parameters.flag("drop_pending_updates"))
    return Described(True, words)


def get_webhook_info(messenger: Messenger, _: Parameters) -> object:
    """Return the webhook, how many updates wait, and what went wrong last."""
    return messenger.webhook.as_json()


def log_out(messenger: Messenger, _: Parameters) -> object:
    """Leave the cloud's server: what waits is gone, and nothing works for ten minutes."""
    messenger.webhook.remove(drop_pending_updates=True)
    messenger.sessions.log_out()
    return True


def close(messenger: Messenger, _: Parameters) -> object:
    """Close the bot's instance."""
    messenger.sessions.close()
    return True


DELIVERY_METHODS: dict[str, Action] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": close,
}
