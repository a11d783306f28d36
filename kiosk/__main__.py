"""`python -m kiosk` is the command line."""

import sys

from kiosk.cli import main

sys.exit(main(sys.argv[1:]))
