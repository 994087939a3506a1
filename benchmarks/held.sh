#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Has SIPp set up many calls through ./srf b2bua, holds them all for minutes, hangs them up, and prints what they take.
#
#   benchmarks/held.sh [--calls 20000] [--rate 400] [--minutes 3] [--heap 512m]
#
# --heap is the most that the JVM may take (-Xmx). The heap is measured after a full collection: before the first call, when the calls have been held, and when
# nothing of them is left. Exits 1 if a call failed, not all were up at the same time, or something is left.
set -euo pipefail

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
calls=20000 rate=400 minutes=3 heap=512m
while [ $# -gt 0 ]; do
    case $1 in
    --calls) calls=$2 ;;
    --rate) rate=$2 ;;
    --minutes) minutes=$2 ;;
    --heap) heap=$2 ;;
    *) echo "unknown option $1 (see the head of $0)" >&2 && exit 2 ;;
    esac
    shift 2
done

# Bytes of heap in use after a full collection.
used_heap() {
    local jcmd
    jcmd=$(dirname "$(readlink -f "/proc/$b2bua/exe")")/jcmd
    "$jcmd" "$b2bua" GC.run >/dev/null
    # of each generation or of the whole heap; what is outside of it comes after Metaspace
    "$jcmd" "$b2bua" GC.heap_info | awk '/Metaspace/ { exit } match($0, /used [0-9]+K/) { sum += substr($0, RSTART + 5, RLENGTH - 6) } END { print sum * 1024 }'
}

dialogs() {
    curl -fs "http://127.0.0.1:$status/status" | sed 's/.*"dialogs":\([0-9]*\).*/\1/'
}

cd "$work"
JDK_JAVA_OPTIONS=-Xmx$heap run b2bua b2bua --listen udp:127.0.0.1:$sip --to sip:127.0.0.1:$callee_port --status 127.0.0.1:$status
b2bua=$!
await b2bua ready
start_sipp callee -sn uas -p $callee_port -buff_size 4194304 -aa
await_port $callee_port $! udp
heap_before=$(used_heap)

setup=$((calls / rate + 1)) hold=$((minutes * 60))
start_sipp caller -sf "$home/examples/src/test/sipp/holding-caller.xml" 127.0.0.1:$sip -p $caller_port -buff_size 4194304 -aa \
    -r "$rate" -m "$calls" -l $((calls + 1)) -d $(((setup + hold) * 1000)) -trace_stat -stf caller.csv -fd 1 -trace_err -error_file caller.err
caller_pid=$!
for _ in $(seq $((setup + 30))); do
    up=$(dialogs)
    [ "$up" -lt $((2 * calls)) ] || break
    sleep 1
done
idle_from=$(ticks "$b2bua") idle_since=$(date +%s)
sleep $((hold > 20 ? hold - 20 : 1))
held=$(dialogs)
cpu=$(awk -v t=$(($(ticks "$b2bua") - idle_from)) -v hz="$(getconf CLK_TCK)" -v s=$(($(date +%s) - idle_since)) 'BEGIN { printf "%.2f", t / hz / s * 60 }')
heap_held=$(used_heap)
rss=$(rss "$b2bua")
wait $caller_pid || true
for _ in $(seq 60); do
    sleep 1
    left=$(curl -fs "http://127.0.0.1:$status/status")
    case $left in *'"atRest":true'*) break ;; esac
done
sleep 10
heap_after=$(used_heap)

refused=$(stat_of caller 'refused(C)')
ok=$(($(stat_of caller 'SuccessfulCall(C)') - refused)) failed=$(($(stat_of caller 'FailedCall(C)') + refused))
mib() { echo $(($1 / 1048576)); }
printf 'calls                    %s ok, %s failed, %s of them refused with 503\n' "$ok" "$failed" "$refused"
printf 'held                     %s dialogs for %s min, after %s s of %s calls/s\n' "$held" "$minutes" "$setup" "$rate"
printf 'heap (of %5s)          %s MiB before, %s MiB held, %s MiB afterwards\n' "$heap" "$(mib "$heap_before")" "$(mib "$heap_held")" "$(mib "$heap_after")"
printf 'heap of a call           %s bytes\n' $(((heap_held - heap_before) / calls))
printf 'CPU while held           %s s a minute\n' "$cpu"
printf 'RSS                      %s MiB\n' "$rss"
printf 'afterwards               %s\n' "$left"
[ "$ok" -eq "$calls" ] && [ "$failed" -eq 0 ] && [ "$held" -eq $((2 * calls)) ] && case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
