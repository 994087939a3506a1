#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Kills an application node with SIGKILL while SIPp has calls up through it, and counts what became of them.
#
#   benchmarks/failover.sh [--form two-process|embedded] [--calls 1000] [--rate 100] [--hold 30] [--setup-rate 0]
#
# two-process: a Redis, one ./srf server, two nodes of ./srf b2bua; one node is killed when all calls are up.
# embedded:    a Redis and one node with its own engine; when it is killed, another takes its address over.
# Each call is held for --hold seconds, then the caller hangs up. With --setup-rate N, N more calls a second (two seconds long) are being set up from
# five seconds before the kill to fifteen after it; of those each must be completed, or be closed on both legs.
# Exits 1 if an established call was lost, a BYE took a second or longer, a leg ended never or twice, session data is gone, or something is left.
set -euo pipefail

form=two-process calls=1000 rate=100 hold=30 setup_rate=0
while [ $# -gt 0 ]; do
    case $1 in
    --form) form=$2 ;;
    --calls) calls=$2 ;;
    --rate) rate=$2 ;;
    --hold) hold=$2 ;;
    --setup-rate) setup_rate=$2 ;;
    *) echo "unknown option $1 (see the head of $0)" >&2 && exit 2 ;;
    esac
    shift 2
done
case $form in two-process | embedded) ;; *) echo "--form is two-process or embedded, not $form" >&2 && exit 2 ;; esac
command -v sipp >/dev/null || { echo "no sipp found (Debian: apt-get install sip-tester)" >&2 && exit 2; }
command -v curl >/dev/null || { echo "no curl found" >&2 && exit 2; }

home=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
pids=()
finish() {
    # The Redis is told, so that it takes its redis-server along.
    [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
    sleep 2
    [ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

sip=26060 uas=26080 admin=26022 status=26090 redis=26379
to="sip:127.0.0.1:$uas"
"$home/srf" --version >/dev/null

# Waits until file $1 has a line that begins with $2.
await() {
    for _ in $(seq 150); do
        grep -q "^$2" "$work/$1" 2>/dev/null && return
        sleep 0.1
    done
    echo "no \"$2\" in $1:" >&2
    cat "$work/$1" >&2
    exit 1
}

# Starts ./srf $2... with its output in $1.log; leaves its process id in $!.
run() {
    local name=$1
    shift
    "$home/srf" "$@" >"$work/$name.log" 2>&1 &
    pids+=($!)
}

node() {
    local name=$1
    shift
    run "$name" b2bua --to "$to" --redis redis://127.0.0.1:$redis --app desk --node "$name" --events "$@"
}

embedded() {
    node "$1" --listen udp:127.0.0.1:$sip --status 127.0.0.1:$status
}

run redis redis --port $redis
await redis.log ready
if [ $form = two-process ]; then
    run server server --listen udp:127.0.0.1:$sip --admin 127.0.0.1:$admin --secret bench --status 127.0.0.1:$status
    await server.log applications
    node node-1 --server 127.0.0.1:$admin --secret bench
    victim=$!
    node node-2 --server 127.0.0.1:$admin --secret bench
    await node-2.log ready
else
    embedded node-1
    victim=$!
fi
await node-1.log ready

cd "$work"
sipp -sn uas -i 127.0.0.1 -p $uas -aa -nostdin -trace_stat -stf uas.csv -fd 1 >uas.out 2>&1 &
callee=$!
pids+=($callee)
sleep 0.5

# Places calls from port $2, of $4 ms, $3 a second, $5 in all; their statistics are in $1.csv.
place() {
    sipp -sf "$home/examples/src/test/sipp/holding-caller.xml" "127.0.0.1:$sip" -i 127.0.0.1 -p "$2" -r "$3" -d "$4" -m "$5" \
        -aa -nostdin -trace_stat -stf "$1.csv" -fd 1 -trace_rtt -rtt_freq 1 -trace_err -error_file "$1.err" >"$1.out" 2>&1 || true
}

# The last value of the column whose name begins with $2 in the statistics of $1.
stat_of() {
    awk -F';' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if (index($i, name) == 1) c = i } END { print $c + 0 }' "$1.csv"
}

place held 26070 "$rate" $((hold * 1000)) "$calls" &
held=$!
sleep $((calls / rate + 2))
setup=''
if [ "$setup_rate" -gt 0 ]; then
    place setup 26071 "$setup_rate" 2000 $((setup_rate * 20)) &
    setup=$!
    sleep 5
fi
up=$(curl -fs "http://127.0.0.1:$status/status" | sed 's/.*"dialogs":\([0-9]*\).*/\1/')
mine=$(grep -c '^created UAS' node-1.log || true)
kill -9 "$victim"
killed=$(date +%s)
if [ $form = embedded ]; then
    embedded node-2
    await node-2.log ready
fi
wait $held
[ -z "$setup" ] || wait $setup
last=$(date +%s)
sleep 40
left=$(curl -fs "http://127.0.0.1:$status/status")
kill -USR1 $callee 2>/dev/null || true
sleep 2

ok=$(stat_of held 'SuccessfulCall(C)') failed=$(stat_of held 'FailedCall(C)')
slowest=$(awk -F';' 'FNR > 1 && $3 ~ /bye/ { if ($2 > max) max = $2 } END { printf "%.0f", max }' holding-caller_*_rtt.csv)
# A leg that ended on the node that took it over, or on the one that had it; an ending by takeover is none.
cat node-1.log node-2.log | awk '$1 == "terminated" && !/reason=taken over/ { print $2, $3 }' | sort >ended
cat node-1.log node-2.log | awk '$1 == "created" { print $2, $3 }' | sort -u >created
never=$(comm -23 created <(sort -u ended) | wc -l)
twice=$(uniq -d ended | wc -l)
without=$(grep -h '^terminated' node-1.log node-2.log | grep -vc 'caller=sip:' || true)

printf 'form                      %s\n' "$form"
printf 'dialogs up at the kill    %s, calls of the killed node so far: %s\n' "$up" "$mine"
printf 'established calls         %s ok, %s failed\n' "$ok" "$failed"
printf 'slowest answer to a BYE   %s ms\n' "$slowest"
printf 'dialogs taken over        %s\n' "$(grep -hc '^recovered' node-2.log || true)"
printf 'legs created              %s; ended never: %s, twice: %s, without session data: %s\n' "$(wc -l <created)" "$never" "$twice" "$without"
if [ -n "$setup" ]; then
    printf 'calls during the kill     %s ok, %s failed\n' "$(stat_of setup 'SuccessfulCall(C)')" "$(stat_of setup 'FailedCall(C)')"
fi
printf '%s s after the kill       %s\n' $((last - killed + 42)) "$left"
[ "$failed" -eq 0 ] && [ "$ok" -eq "$calls" ] && [ "$slowest" -lt 1000 ] && [ "$never" -eq 0 ] && [ "$twice" -eq 0 ] &&
    [ "$without" -eq 0 ] && case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
