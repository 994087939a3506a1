#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Kills an application node with SIGKILL while SIPp has calls up through it, and counts what became of them.
#
#   benchmarks/failover.sh [--form two-process|embedded] [--calls 1000] [--rate 100] [--hold 30] [--setup-rate 0]
#                          [--fault none|redis-kill|redis-empty|sentinel|cluster|clock-ahead|clock-back] [--outage 5] [--policy CALLS_FIRST|SAFETY_FIRST]
#
# two-process: a Redis, one ./srf server, two nodes of ./srf b2bua; one node is killed when all calls are up.
# embedded:    a Redis and one node with its own engine; when it is killed, another takes its address over.
# Each call is held for --hold seconds, then the caller hangs up. With --setup-rate N, N more calls a second (two seconds long) are being set up from
# five seconds before the first fault to fifteen after the node's death; of those each must be completed, or be closed on both legs.
#
# --fault is what happens to the store before, while the calls are up:
#   redis-kill   the Redis is killed, and started again with its data after --outage seconds
#   redis-empty  the same without its data
#   sentinel     the master dies, and Sentinels promote its replica
#   cluster      one of three masters dies, and its replica takes its place
#   clock-ahead  the clock of the Redis jumps an hour ahead, past the end of all leases
#   clock-back   it jumps an hour back, so that all leases seem to last an hour longer
# Then the nodes have 20 seconds to write what is missing, and one of them is killed as above. Under CALLS_FIRST each new call must be taken meanwhile, under
# SAFETY_FIRST it may be refused with 503 and Retry-After.
#
# Exits 1 if an established call was lost, a BYE took a second or longer, a leg ended never or twice, session data is gone, the store's fault made new calls
# fail or, against the policy, be refused, or something is left.
set -euo pipefail

form=two-process calls=1000 rate=100 hold=30 setup_rate=0 fault=none outage=5 policy=CALLS_FIRST
while [ $# -gt 0 ]; do
    case $1 in
    --form) form=$2 ;;
    --calls) calls=$2 ;;
    --rate) rate=$2 ;;
    --hold) hold=$2 ;;
    --setup-rate) setup_rate=$2 ;;
    --fault) fault=$2 ;;
    --outage) outage=$2 ;;
    --policy) policy=$2 ;;
    *) echo "unknown option $1 (see the head of $0)" >&2 && exit 2 ;;
    esac
    shift 2
done
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=redis.sh
. "$(dirname "$0")/redis.sh"
one_of --form "$form" two-process embedded
one_of --fault "$fault" none redis-kill redis-empty sentinel cluster clock-ahead clock-back
one_of --policy "$policy" CALLS_FIRST SAFETY_FIRST

sip=26060 uas=26080 admin=26022 status=26090
recovery=20 after_death=15

node() {
    local name=$1
    shift
    run "$name" b2bua --to "sip:127.0.0.1:$uas" --redis "$store" --store-trouble "$policy" --app desk --node "$name" --events "$@"
}

remote() {
    node "$1" --server 127.0.0.1:$admin --secret bench
}

embedded() {
    node "$1" --listen udp:127.0.0.1:$sip --status 127.0.0.1:$status
}

# Places calls from port $2, of $4 ms, $3 a second, $5 in all; their statistics are in $1.csv.
place() {
    start_sipp "$1" -sf "$home/examples/src/test/sipp/holding-caller.xml" "127.0.0.1:$sip" -p "$2" -r "$3" -d "$4" -m "$5" \
        -aa -trace_stat -stf "$1.csv" -fd 1 -trace_rtt -rtt_freq 1 -trace_err -error_file "$1.err"
}

cd "$work"
start_store "$fault"
if [ $form = two-process ]; then
    run server server --listen udp:127.0.0.1:$sip --admin 127.0.0.1:$admin --secret bench --status 127.0.0.1:$status
    await server applications
    remote node-1
    victim=$!
    remote node-2
    await node-2 ready
else
    embedded node-1
    victim=$!
fi
await node-1 ready
start_sipp callee -sn uas -p $uas -aa
sleep 0.5

place held 26070 "$rate" $((hold * 1000)) "$calls"
held=$!
sleep $((calls / rate + 2))
setup=''
if [ "$setup_rate" -gt 0 ]; then
    seconds=$((5 + after_death))
    [ "$fault" = none ] || seconds=$((seconds + outage + recovery))
    place setup 26071 "$setup_rate" 2000 $((setup_rate * seconds))
    setup=$!
    sleep 5
fi
if [ "$fault" != none ]; then
    struck=$(date +%s)
    strike_store "$fault" "$outage"
    away=$(($(date +%s) - struck))
    sleep $recovery
fi
refused_by_fault=0 failed_by_fault=0
[ -z "$setup" ] || refused_by_fault=$(stat_of setup 'refused(C)') failed_by_fault=$(stat_of setup 'FailedCall(C)')
up=$(curl -fs "http://127.0.0.1:$status/status" | sed 's/.*"dialogs":\([0-9]*\).*/\1/')
mine=$(grep -c '^created UAS' node-1.log || true)
kill -9 "$victim"
wait "$victim" 2>/dev/null || true
killed=$(date +%s)
if [ $form = embedded ]; then
    embedded node-2
    await node-2 ready
fi
wait $held || true
[ -z "$setup" ] || wait $setup || true
last=$(date +%s)
sleep 40
left=$(curl -fs "http://127.0.0.1:$status/status")

ok=$(stat_of held 'SuccessfulCall(C)') failed=$(stat_of held 'FailedCall(C)') refused=$(stat_of held 'refused(C)')
awk -F';' 'FNR > 1 && $3 ~ /bye/ { printf "%.0f\n", $2 }' holding-caller_*_rtt.csv | sort -n >byes
slowest=$(tail -n 1 byes)
# A leg that ended on the node that took it over, or on the one that had it; an ending by takeover is none.
cat node-1.log node-2.log | awk '$1 == "terminated" && !/reason=taken over/ { print $2, $3 }' | sort >ended
cat node-1.log node-2.log | awk '$1 == "created" { print $2, $3 }' | sort -u >created
never=$(comm -23 created <(sort -u ended) | wc -l)
twice=$(uniq -d ended | wc -l)
without=$(grep -h '^terminated' node-1.log node-2.log | grep -vc 'caller=sip:' || true)

printf 'form                      %s\n' "$form"
if [ "$fault" != none ]; then
    printf 'fault of the store        %s, %s s, under %s; nodes that told of it: %s\n' "$fault" "$away" "$policy" \
        "$(grep -l 'session store fails' node-1.log node-2.log | wc -l)"
fi
printf 'dialogs up at the kill    %s, calls of the killed node so far: %s\n' "$up" "$mine"
printf 'established calls         %s ok, %s failed\n' "$((ok - refused))" "$((failed + refused))"
printf 'answers to BYEs           half of them in %s ms, 99 of 100 in %s ms, the slowest in %s ms\n' \
    "$(sed -n "$((($(wc -l <byes) + 1) / 2))p" byes)" "$(sed -n "$((($(wc -l <byes) * 99 + 99) / 100))p" byes)" "$slowest"
printf 'dialogs taken over        %s\n' "$(grep -hc '^recovered' node-2.log || true)"
printf 'legs created              %s; ended never: %s, twice: %s, without session data: %s\n' "$(wc -l <created)" "$never" "$twice" "$without"
if [ -n "$setup" ]; then
    setup_refused=$(stat_of setup 'refused(C)')
    printf 'calls during the faults   %s ok, %s refused with 503 and Retry-After, %s failed, of which %s before the kill\n' \
        "$(($(stat_of setup 'SuccessfulCall(C)') - setup_refused))" "$setup_refused" "$(stat_of setup 'FailedCall(C)')" "$failed_by_fault"
fi
printf '%s s after the kill       %s\n' $((last - killed + 40)) "$left"
[ "$policy" = SAFETY_FIRST ] || [ "$refused_by_fault" -eq 0 ] || exit 1
[ $((failed + refused + failed_by_fault + never + twice + without)) -eq 0 ] && [ "$ok" -eq "$calls" ] && [ "$slowest" -lt 1000 ] &&
    case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
