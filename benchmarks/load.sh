#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Drives a B2BUA, a proxy, a UAS or a UAC with SIPp or phones of our own on loopback, and prints what a call costs.
#
#   benchmarks/load.sh [--role b2bua|proxy|uas|uac] [--form embedded|two-process|node] [--link tcp|unix] [--transport udp|tcp|tls]
#                      [--record-route on|off] [--phones sipp|srf] [--rate 200] [--calls 5000] [--warm-up 4000] [--warm-up-rate 200] [--rest 40]
#
# roles.sh says what these are. CPU seconds are user and system time of the server processes during the measured calls, divided by 1,000 calls.
# The calls to warm up come at the same rate, unless told otherwise. After the calls it waits --rest seconds and asks whether anything of a call is left. Exits 1 if a call failed, a message was unexpected, or something is left.
set -euo pipefail

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=roles.sh
. "$(dirname "$0")/roles.sh"
rate=200 calls=5000 warm_up=4000 warm_up_rate='' rest=40
while [ $# -gt 0 ]; do
    case $1 in
    --rate) rate=$2 ;;
    --calls) calls=$2 ;;
    --warm-up) warm_up=$2 ;;
    --warm-up-rate) warm_up_rate=$2 ;;
    --rest) rest=$2 ;;
    *) is_role_option "$@" || { echo "unknown option $1 (see the head of $0)" >&2 && exit 2; } ;;
    esac
    shift 2
done
check_roles

cd "$work"
start_all
warm_failed=0
if [ "$warm_up" -gt 0 ]; then
    place warm "$warm_up" "${warm_up_rate:-$rate}"
    warm_failed=$failed
fi
app=${servers[-1]}
before=$(ticks "${servers[@]}") app_before=$(ticks "$app") peers_before=$(ticks "${peers[@]}") again_before=$(retransmissions none)
place run "$calls" "$rate"
cpu=$(($(ticks "${servers[@]}") - before)) app_cpu=$(($(ticks "$app") - app_before)) peers_cpu=$(($(ticks "${peers[@]}") - peers_before))
again=$(($(retransmissions run) - again_before))
rss=$(rss "${servers[@]}")
sleep "$rest"
left=$(curl -fs "http://127.0.0.1:$status/status")

[ $role != proxy ] || role="proxy, record-route $record_route"
[ $link = tcp ] || form="$form by a UNIX domain socket"
awk -v what="$role, $form, $transport" -v rate="$rate" -v reached="$reached" -v ok="$ok" -v failed="$failed" -v unexpected="$unexpected" \
    -v again="$again" -v warm="$warm_failed" -v cpu=$cpu -v app=$app_cpu -v processes=${#servers[@]} -v phones="$phones" \
    -v peers=$peers_cpu -v caller="$caller_cpu" -v hz="$(getconf CLK_TCK)" -v rss="$rss" 'BEGIN {
    n = ok + failed
    printf "load                     %s, at %s calls/s\n", what, rate
    printf "calls                    %d ok, %d failed, %d unexpected messages (warm-up: %d failed)\n", ok, failed, unexpected, warm
    printf "calls/s                  %.0f\n", reached
    printf "retransmissions          %d, by all\n", again
    printf "server CPU s/1000 calls  %.3f\n", cpu / hz / n * 1000
    if (processes > 1) printf "  of it the application  %.3f\n", app / hz / n * 1000
    printf "phones CPU s/1000 calls  %.3f (%s)\n", (caller + peers / hz) / n * 1000, phones
    printf "server RSS               %d MiB\n", rss
}'
printf 'after %2d s               %s\n' "$rest" "$left"
[ "$failed" -eq 0 ] && [ "$warm_failed" -eq 0 ] && [ "$unexpected" -eq 0 ] && [ "$ok" -eq "$calls" ] &&
    case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
