# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# For the scripts beside it: starts ./srf and SIPp in a folder of its own, reads SIPp's statistics, and leaves no process behind.
set -euo pipefail

for tool in sipp:sip-tester curl:curl; do
    command -v "${tool%:*}" >/dev/null || { echo "no ${tool%:*} found (Debian: apt-get install ${tool#*:})" >&2 && exit 2; }
done

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
pids=()
finish() {
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    for _ in $(seq 20); do
        [ ${#pids[@]} -gt 0 ] && kill -0 "${pids[@]}" 2>/dev/null || break
        sleep 0.1
    done
    [ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$home/srf" --version >/dev/null

# Complains that value $2 of option $1 is none of $3...
one_of() {
    local option=$1 value=$2 each
    shift 2
    for each in "$@"; do [ "$value" != "$each" ] || return 0; done
    echo "$option is one of $*, not $value" >&2
    exit 2
}

# Starts ./srf $2... with its output in $1.log; leaves its process id in $!.
run() {
    local name=$1
    shift
    "$home/srf" "$@" >"$work/$name.log" 2>&1 &
    pids+=($!)
}

# Waits until $1.log has a line that begins with $2.
await() {
    for _ in $(seq 300); do
        grep -q "^$2" "$work/$1.log" 2>/dev/null && return
        sleep 0.1
    done
    echo "no \"$2\" from $1:" >&2
    cat "$work/$1.log" >&2
    exit 1
}

# Starts SIPp with options $2... and its output in $1.out; leaves its process id in $!.
start_sipp() {
    local name=$1
    shift
    sipp -i 127.0.0.1 -nostdin "$@" >"$work/$name.out" 2>&1 &
    pids+=($!)
}

# The last value of the column whose name begins with $2 in SIPp's statistics $1.csv.
stat_of() {
    awk -F';' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if (index($i, name) == 1) c = i } END { print $c + 0 }' "$work/$1.csv"
}
