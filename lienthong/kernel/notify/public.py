"""What other apps may use of notices."""

from lienthong.kernel.notify.channels import register_channel
from lienthong.kernel.notify.models import Notice
from lienthong.kernel.notify.queries import unread_count
from lienthong.kernel.notify.send import Recipient, register_template, send

__all__ = ["Notice", "Recipient", "register_channel", "register_template", "send", "unread_count"]
