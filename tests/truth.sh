#!/usr/bin/env bash
# Compares trifold's JSON with what patchwork, b4 and git say of 6,000 real mails, and fails
# below the floors. usage: tests/truth.sh SHARED
set -euo pipefail
shared=$1
truth=$shared/corpora/truth
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet
target/release/trifold --corrections /dev/null --compare --format json "$truth/kvmarm-2021.mbox.xz" > "$work/out.jsonl"

compare() { # KIND FLOOR...
  local kind=$1
  shift
  python3 "$shared/tools/compare.py" "$truth/kvmarm-2021.$kind.jsonl.xz" "$work/out.jsonl" --show 0 "$@"
}

need=()
for field in found members cover version total complete number subject 'author name' 'author email' base_commit change_id trailers; do
  need+=(--require "$field=0.995")
done
need+=(--require numstat=0.999 --require 'file status=0.999' --require 'patch replies=0.99' --require 'cover replies=0.99' --require review=0.99 --require 'follow-ups (all)=0.99')
compare core "${need[@]}"
compare git --require numstat=0.999
compare adjudicated
compare range-diff --require compared=1 --require pairing=0.99 --require op=1
tests/range_diff_text target/release/trifold "$truth/kvmarm-2021.mbox.xz" "$truth/kvmarm-2021.range-diff.jsonl.xz" --texts 98 --blocks 398
