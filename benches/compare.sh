#!/usr/bin/env bash
# Times trifold beside other programs on the same mailboxes, in one run, and prints medians,
# ratios to `wc -l` and peak memory. Usage: benches/compare.sh [MBOX…]
#
# Without an argument it takes the mailboxes of ../shared, where that lies beside the project, and
# grows the one of 100 MB to 1 GB in a temporary folder. Programs that are not here are left out.
# Mail readers get a terminal from `script`; they open the folder, show it and quit.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
trifold=${CARGO_TARGET_DIR:-target}/release/trifold
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs=${RUNS:-5}

boxes=("$@")
if [ ${#boxes[@]} -eq 0 ]; then
  packed=../shared/corpora/mbox
  [ -d "$packed" ] || { echo "skipped: name a mailbox, ../shared is not beside the project"; exit 0; }
  for size in 10 100; do xz -dkc "$packed/io-uring-${size}MB.mbox.xz" > "$work/${size}MB.mbox"; done
  python3 ../shared/tools/grow_mbox.py "$work/100MB.mbox" "$work/1GB.mbox" 10 > /dev/null
  boxes=("$work/10MB.mbox" "$work/100MB.mbox" "$work/1GB.mbox")
fi

# Seconds and peak KiB of a command line, which may fail (rg does where it finds nothing). The
# largest of its processes counts.
once() {
  local from=$EPOCHREALTIME to
  /usr/bin/time -o "$work/time" -f '%M' bash -c "$1" > /dev/null 2>&1 < /dev/null || true
  to=$EPOCHREALTIME
  awk -v from="$from" -v to="$to" -v kib="$(tail -n 1 "$work/time")" 'BEGIN { printf "%.4f %s", to - from, kib }'
}

# A mail reader on a terminal of its own.
reader() {
  local set="-e 'set folder=$work' -e 'set quit=yes' -e 'set move=no' -e 'push q'"
  printf '%s' "timeout 120 script -qec \"$1 -n -F /dev/null -R -f '$2' $set\" /dev/null"
}

for box in "${boxes[@]}"; do
  size=$(stat -c %s "$box")
  names=("wc -l" cat "trifold json" "trifold table" "trifold grep")
  lines=("wc -l '$box'" "cat '$box'"
    "'$trifold' --corrections /dev/null --format json '$box' | wc -l"
    "'$trifold' --corrections /dev/null --format table --filter from:nobody-at-all '$box'"
    "'$trifold' --corrections /dev/null --grep nowhere_to_be_found '$box'")
  if command -v rg > /dev/null; then names+=("rg -c"); lines+=("rg -c nowhere_to_be_found '$box'"); fi
  for program in mutt neomutt; do
    command -v "$program" > /dev/null && command -v script > /dev/null || continue
    names+=("$program")
    lines+=("$(reader "$program" "$box")")
  done
  cat "$box" > /dev/null
  : > "$work/all"
  for _ in $(seq "$runs"); do
    for at in "${!names[@]}"; do echo "$at $(once "${lines[$at]}")" >> "$work/all"; done
  done
  echo "$(basename "$box"): $((size / 1000000)) MB, median of $runs runs"
  for at in "${!names[@]}"; do
    awk -v at="$at" '$1 == at { print $2, $3 }' "$work/all" | sort -n | awk -v n="$(((runs + 1) / 2))" 'NR == n' > "$work/$at"
  done
  base=$(cut -d' ' -f1 "$work/0")
  for at in "${!names[@]}"; do
    read -r seconds kib < "$work/$at"
    awk -v name="${names[$at]}" -v s="$seconds" -v k="$kib" -v b="$base" -v size="$size" 'BEGIN {
      ratio = 0; if (b > 0) ratio = s / b
      printf "  %-14s %7.3f s  %7.1f x wc  %6.1f MiB  %5.1f %% of the file\n", name, s, ratio, k / 1024, k * 102400 / size }'
  done
done
