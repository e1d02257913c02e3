#!/usr/bin/env python3
"""Writes a mail whose diff is large, to time how fast it opens and answers keys.

usage: large_diff.py [--lines N] [--hunks N] [--long BYTES] > FILE

LINES of C in HUNKS hunks of one file, pairs of lines with one word changed among them; with
--long, one added line of so many bytes. The mail is an mbox of one message.
"""
import argparse
import sys

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("--lines", type=int, default=200_000)
options.add_argument("--hunks", type=int, default=2_000)
options.add_argument("--long", type=int, default=0)
chosen = options.parse_args()

BODY = [
    " \tif (lamp->level > {n}) {{ /* as bright as it gets */",
    "-\t\tret = bus_write(lamp->bus, lamp->address, {n});",
    "+\t\tret = bus_write_wait(lamp->bus, lamp->address, {n});",
    " \t\treturn \"lamp {n}\";",
    " \t}}",
]

out = sys.stdout
out.write(
    "From mboxrd@z Thu Jan  1 00:00:00 1970\n"
    "From: Ann <ann@example.org>\nMessage-ID: <large@example.org>\n"
    "Date: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: [PATCH] lamp: a large diff\n\n"
    "Large.\n\nSigned-off-by: Ann <ann@example.org>\n---\n"
    "diff --git a/lamp.c b/lamp.c\n--- a/lamp.c\n+++ b/lamp.c\n"
)
if chosen.long:
    out.write("@@ -1,1 +1,2 @@\n int lamp;\n+" + "x = y + 1; " * (chosen.long // 11) + "\n")
per_hunk = max(chosen.lines // chosen.hunks // len(BODY), 1)
at = 10
for hunk in range(chosen.hunks):
    count = per_hunk * 4
    out.write(f"@@ -{at},{count} +{at},{count} @@ int lamp_{hunk}(void)\n")
    for n in range(per_hunk):
        out.write("".join(line.format(n=at + n) + "\n" for line in BODY))
    at += count + 10
out.write("-- \n2.40\n")
