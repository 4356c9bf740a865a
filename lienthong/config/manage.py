"""Django's own commands, for developers: ``python -m lienthong.config.manage``."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
