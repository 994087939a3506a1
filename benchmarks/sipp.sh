#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Drives ./srf b2bua with SIPp's built-in uac and uas on loopback, and prints what a call costs.
#
#   benchmarks/sipp.sh [--form embedded|two-process] [--transport udp|tcp] [--rate 200] [--calls 5000]
#                      [--warm-up 4000] [--rest 40]
#
# CPU seconds are user and system time of the server processes during the measured calls, divided by 1,000 calls.
# After the calls it waits --rest seconds and asks whether anything of a call is left. Exits 1 if a call failed,
# a message was unexpected, or something is left.
set -euo pipefail

form=embedded transport=udp rate=200 calls=5000 warm_up=4000 rest=40
while [ $# -gt 0 ]; do
    case $1 in
    --form) form=$2 ;;
    --transport) transport=$2 ;;
    --rate) rate=$2 ;;
    --calls) calls=$2 ;;
    --warm-up) warm_up=$2 ;;
    --rest) rest=$2 ;;
    *) echo "unknown option $1 (see the head of $0)" >&2 && exit 2 ;;
    esac
    shift 2
done
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
one_of --form "$form" embedded two-process
one_of --transport "$transport" udp tcp
case $transport in udp) mode=u1 ;; tcp) mode=t1 ;; esac

sip=25060 uas=25080 admin=29022 status=29090
listen=$transport:127.0.0.1:$sip
to="sip:127.0.0.1:$uas;transport=$transport"

if [ $form = embedded ]; then
    run b2bua b2bua --listen "$listen" --to "$to" --status 127.0.0.1:$status
else
    run server server --listen "$listen" --admin 127.0.0.1:$admin --secret bench --status 127.0.0.1:$status
    await server applications
    run b2bua b2bua --server 127.0.0.1:$admin --secret bench --to "$to"
fi
await b2bua ready
servers=("${pids[@]}")

cd "$work"
start_sipp uas -sn uas -p $uas -t $mode
uas_pid=$!
sleep 0.5

# CPU seconds of the processes $@ so far, in clock ticks.
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

# Places $1 calls; leaves SIPp's statistics in $2.csv and its CPU seconds in $2.time.
place() {
    TIMEFORMAT='%U %S'
    { time sipp -sn uac "127.0.0.1:$sip" -i 127.0.0.1 -p 25070 -t $mode -r "$rate" -m "$1" -d 0 -nostdin \
        -trace_stat -stf "$2.csv" -fd 1 >"$2.out" 2>&1; } 2>"$2.time" || true
}

[ "$warm_up" -eq 0 ] || place "$warm_up" warm
hz=$(getconf CLK_TCK)
before=$(ticks "${servers[@]}") uas_before=$(ticks $uas_pid) began=$(date +%s.%N)
place "$calls" run
after=$(ticks "${servers[@]}") uas_after=$(ticks $uas_pid) ended=$(date +%s.%N)

ok=$(stat_of run 'SuccessfulCall(C)')
failed=$(stat_of run 'FailedCall(C)')
unexpected=$(stat_of run 'FailedUnexpectedMessage(C)')
retransmissions=$(stat_of run 'Retransmissions(C)')
warm_failed=0
[ "$warm_up" -eq 0 ] || warm_failed=$(stat_of warm 'FailedCall(C)')
rss=0
for pid in "${servers[@]}"; do
    rss=$((rss + $(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")))
done
uac_cpu=$(tail -n 1 run.time | awk '{ print $1 + $2 }')

sleep "$rest"
left=$(curl -fs "http://127.0.0.1:$status/status")

awk -v form="$form" -v transport="$transport" -v rate="$rate" -v ok="$ok" -v failed="$failed" \
    -v unexpected="$unexpected" -v retransmissions="$retransmissions" -v warm="$warm_failed" \
    -v cpu=$((after - before)) -v uas=$((uas_after - uas_before)) -v hz="$hz" -v uac="$uac_cpu" -v rss="$rss" \
    -v seconds="$(awk -v a="$began" -v b="$ended" 'BEGIN { print b - a }')" 'BEGIN {
    n = ok + failed
    printf "form                     %s over %s at %s calls/s\n", form, transport, rate
    printf "calls                    %d ok, %d failed, %d unexpected messages (warm-up: %d failed)\n", ok, failed, unexpected, warm
    printf "calls/s                  %.0f\n", n / seconds
    printf "retransmissions by uac   %d\n", retransmissions
    printf "server CPU s/1000 calls  %.3f\n", cpu / hz / n * 1000
    printf "SIPp CPU s/1000 calls    %.3f uac, %.3f uas\n", uac / n * 1000, uas / hz / n * 1000
    printf "server RSS               %d MiB\n", rss / 1024
}'
printf 'after %s s                %s\n' "$rest" "$left"
[ "$failed" -eq 0 ] && [ "$warm_failed" -eq 0 ] && [ "$unexpected" -eq 0 ] && [ "$ok" -eq "$calls" ] &&
    case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
