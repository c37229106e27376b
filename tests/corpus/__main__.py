"""`python -m tests.corpus FOLDER`: write every file of the corpus into a new folder."""

import sys
from pathlib import Path

from . import FILES


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, build in FILES.items():
        (folder / name).write_bytes(build())
    print(f"{len(FILES)} tệp → {folder}")  # noqa: T201 - a command speaks by printing


if __name__ == "__main__":
    main(Path(sys.argv[1]))
