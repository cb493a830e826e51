"""Leaves the 1024-pixel picture out of an .icns file, which is most of its weight: slim_icns.py IN OUT."""

import struct
import sys

source, target = sys.argv[1:]
with open(source, "rb") as file:
    content = file.read()
kept, at = b"", 8
while at < len(content):
    kind, length = struct.unpack(">4sI", content[at : at + 8])
    if kind != b"ic10":
        kept += content[at : at + length]
    at += length
with open(target, "wb") as file:
    file.write(struct.pack(">4sI", b"icns", len(kept) + 8) + kept)
