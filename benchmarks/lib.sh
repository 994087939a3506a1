# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# For the scripts beside it: starts ./srf and SIPp in a folder of its own, reads SIPp's statistics, and leaves no process behind.
set -euo pipefail

for tool in sipp:sip-tester curl:curl ss:iproute2; do
    command -v "${tool%:*}" >/dev/null || { echo "no ${tool%:*} found (Debian: apt-get install ${tool#*:})" >&2 && exit 2; }
done

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
# BENCHMARK_PORTS moves the ports of all scripts but failover.sh, for two of them at a time.
ports=${BENCHMARK_PORTS:-25000}
sip=$((ports + 60)) caller_port=$((ports + 70)) callee_port=$((ports + 80)) admin=$((ports + 22))
status=$((ports + 90)) callee_status=$((ports + 91)) caller_status=$((ports + 92))
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

# Starts the class $2 of the benchmarks with arguments $3... as ./srf starts its own, with its output in $1.log; leaves its process id in $!.
run_class() {
    local name=$1 class=$2
    shift 2
    SRF_MAIN=io.srf.benchmarks.$class SRF_CLASSPATH=$home/benchmarks/target/classes run "$name" "$@"
}

# Builds those classes if they are missing or stale.
build_classes() {
    local stamp=$home/benchmarks/target/classes.stamp
    if [ ! -f "$stamp" ] || [ -n "$(find "$home/benchmarks/src/main" "$home/benchmarks/pom.xml" -newer "$stamp" -print -quit)" ]; then
        (cd "$home" && mvn -q -B -T 1C -Dsrf.unchecked -Dspotless.check.skip=true -Dmaven.compiler.failOnWarning=false -pl benchmarks -am compile) >&2
        touch "$stamp"
    fi
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

# Waits until the process $2 listens on port $1 by the protocol $3; says so if it ends instead, as SIPp does if the port is not free.
await_port() {
    for _ in $(seq 100); do
        if ! kill -0 "$2" 2>/dev/null; then break; fi
        ! ss -Hln"${3:0:1}" "sport = :$1" | grep -q . || return 0
        sleep 0.1
    done
    echo "nobody listens on port $1" >&2
    exit 1
}

# The last value of the column whose name begins with $2 in SIPp's statistics $1.csv.
stat_of() {
    awk -F';' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if (index($i, name) == 1) c = i } END { print $c + 0 }' "$work/$1.csv"
}

# CPU time of the processes $@ so far, in clock ticks.
ticks() {
    local pid sum=0 line
    for pid in "$@"; do
        line=$(sed 's/.*) //' "/proc/$pid/stat")
        # shellcheck disable=SC2086
        set -- $line
        sum=$((sum + ${12} + ${13}))
    done
    echo $sum
}

# Memory of the processes $@, in MiB.
rss() {
    local pid sum=0
    for pid in "$@"; do
        sum=$((sum + $(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")))
    done
    echo $((sum / 1024))
}
