"""``python -m antq_extract`` is the command ``antq-extract``."""

from antq_extract.cli import main

main()
