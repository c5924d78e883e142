"""`python -m communique` is the command `communique`."""

import sys

from communique.cli import main

sys.exit(main())
