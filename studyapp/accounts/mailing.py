"""Mail leaves beside the request: a page must not tell by its time whether there was one to send."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def send_soon(message: EmailMessage) -> None:
    """Send the mail in the background; a failure is logged without its address or text."""
    _sender.submit(_send, message)


def wait_until_sent() -> None:
    """Return when all mail handed over before has been tried."""
    _sender.submit(lambda: None).result()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:
        logger.error("A mail could not be sent: %s", type(error).__name__)
