"""What other rooms may listen to."""

from django.dispatch import Signal

# Sent by `serve` just before gunicorn takes over the process: what atexit would have closed must be closed now.
becoming_server = Signal()
