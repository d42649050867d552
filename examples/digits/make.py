#!/usr/bin/env python3
"""Makes the committed data files of this example from the data set inside scikit-learn.

    python3 -m venv target/digits-venv
    target/digits-venv/bin/pip install --no-deps scikit-learn
    target/digits-venv/bin/python examples/digits/make.py

Only the data file is taken from scikit-learn (nothing of it is imported), so that no other package
is needed. A path to `digits.csv.gz` may be given instead. Without changes here, and with the classic
zlib (1.2 or 1.3), a second run writes the same bytes; another zlib may pack the same pixels otherwise.

Written: tasks.csv, labels.csv, training.csv, tasks.png, and in campaign.json the members
`template` (from template.html) and `example_task`. The other members are written by hand.
"""

import base64
import csv
import gzip
import hashlib
import importlib.util
import io
import json
import struct
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent

# The data itself, unpacked: 1797 lines of 64 values 0..16 and the digit.
SOURCE_SHA256 = "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"

SIDE = 8  # pixels of the data set in a row and in a column
SCALE = 8  # each becomes a square of so many, for human eyes
TASKS = range(0, 1797, 18)  # a hundred rows from all over the file, not from one stretch of it
TRAINING = range(1, 1797, 6)  # three hundred others: 18 is a multiple of 6, so none is shared


def source_rows():
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
    else:
        package = importlib.util.find_spec("sklearn")
        if package is None:
            sys.exit("scikit-learn is not installed: see the head of this file")
        path = Path(package.submodule_search_locations[0]) / "datasets/data/digits.csv.gz"
    data = gzip.decompress(path.read_bytes())
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256:
        sys.exit(f"{path} is not the data this example was made from")
    rows = [[int(float(value)) for value in line.split(",")] for line in data.decode().split()]
    return [(row[:-1], row[-1]) for row in rows]


def grey(ink):
    """Dark ink on white paper: 0 is 255 and 16 is 0."""
    return 255 - (ink * 255 + 8) // 16


def raster(pixels):
    """Rows of grey values, each pixel of the source a square."""
    lines = [pixels[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    return [bytes(grey(ink) for ink in line for _ in range(SCALE)) for line in lines for _ in range(SCALE)]


def png(rows):
    """An eight-bit grey PNG. A row equal to the one above it costs next to nothing."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    above = None
    filtered = b""
    for row in rows:
        filtered += b"\x02" + bytes(len(row)) if row == above else b"\x00" + row
        above = row
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(filtered, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def data_url(pixels):
    return "data:image/png;base64," + base64.b64encode(png(raster(pixels))).decode()


def digits17(pixels):
    """The 64 values as one character each: 0..9, then a..g for 10..16."""
    return "".join("0123456789abcdefg"[ink] for ink in pixels)


def write_csv(name, header, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    (HERE / name).write_bytes(text.getvalue().encode())


def sheet(images, columns=10, gap=SCALE):
    """All images on one page, in order, for the README."""
    blank = b"\xff" * gap
    rows = [b"\xff" * (columns * (SIDE * SCALE + gap) + gap)] * gap
    for start in range(0, len(images), columns):
        rasters = [raster(image) for image in images[start : start + columns]]
        rows += [blank + blank.join(line) + blank for line in zip(*rasters)]
        rows += [b"\xff" * len(rows[0])] * gap
    return png(rows)


def main():
    rows = source_rows()
    named = [(f"{number:03}", source) for number, source in enumerate(TASKS)]
    write_csv("tasks.csv", ["id", "image"], [(name, data_url(rows[at][0])) for name, at in named])
    write_csv(
        "labels.csv",
        ["id", "label", "source", "pixels"],
        [(name, rows[at][1], at, digits17(rows[at][0])) for name, at in named],
    )
    write_csv(
        "training.csv",
        ["label", "source", "pixels"],
        [(rows[at][1], at, digits17(rows[at][0])) for at in TRAINING],
    )
    (HERE / "tasks.png").write_bytes(sheet([rows[at][0] for at in TASKS]))

    path = HERE / "campaign.json"
    campaign = json.loads(path.read_text(encoding="utf-8"))
    campaign["template"] = (HERE / "template.html").read_text(encoding="utf-8")
    campaign["example_task"] = {"id": "example", "image": data_url(rows[TRAINING[0]][0])}
    text = json.dumps(campaign, indent=2, ensure_ascii=False) + "\n"
    path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
