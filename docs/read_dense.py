"""Prints key, id and payload of each record of a dense entry (wire-format.md): python3 read_dense.py < entry"""
import subprocess, sys

def unzstd(entry):
    try:
        import zstandard
        return zstandard.ZstdDecompressor().decompress(entry)
    except ImportError:
        return subprocess.run(["zstd", "-dc"], input=entry, stdout=subprocess.PIPE, check=True).stdout

def records(data):
    if data[:5] != b"\xec\x9b\x5a\xa2\x01":
        raise ValueError("not a dense aggregate of version 1")
    at = len(data) - 4 - int.from_bytes(data[-4:], "little")
    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte, at = data[at], at + 1
            value, shift = value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value
    flags, count = number(), number()
    column = lambda n=count: [number() for _ in range(n)]
    lengths, places, numbers, table = column(), column(), column(), []
    for size in column(sum(place == n == 0 for place, n in zip(places, numbers))):
        table, at = table + [data[at:at + size].decode()], at + size
    hash_keys = column() if flags & 2 else []
    at += 16 * hash_keys.count(1)
    epoch, at = (data[at:at + 8].hex(), at + 8) if flags & 4 else (None, at)
    aggregate, gaps = number() if flags & 4 else 0, column() if flags & 8 else [0] * count
    start, position, new = 5, -1, iter(table)
    for length, place, n, gap in zip(lengths, places, numbers, gaps):
        payload, start, position = data[start:start + length], start + length, position + 1 + gap
        key = payload[place - 1:place - 1 + n].decode() if place else table[n - 1] if n else next(new)
        yield key, epoch and f"{epoch}-{aggregate}-{position}", payload

if __name__ == "__main__":
    for record in records(unzstd(sys.stdin.buffer.read())):
        print(*record[:2], record[2].decode(), sep="\t")
