#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Looks for the highest rate at which no call fails, SIPp being on the same machine.
#
#   benchmarks/top-rate.sh [--role b2bua|proxy|uas|uac] [--form embedded|two-process] [--link tcp|unix] [--transport udp|tcp|tls]
#                          [--record-route on|off] [--phones sipp|srf] [--warm-up 8000] [--from 400] [--up-to 20000] [--raise 25] [--halve 2] [--seconds 8]
#
# roles.sh says what the first six are. After a warm-up at half of --from it places calls for --seconds at that rate, then at one higher by --raise per cent and
# so on, until a call fails, retransmissions are more than 1 % of the messages, or less than 95 % of the rate is reached. Then it goes half the way back,
# --halve times. Between two rates it waits until no call is left. Exits 1 if the lowest rate was too much, or something of a call is left in the end.
set -euo pipefail

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=roles.sh
. "$(dirname "$0")/roles.sh"
warm_up=8000 from=400 up_to=20000 raise=25 halve=2 seconds=8
while [ $# -gt 0 ]; do
    case $1 in
    --warm-up) warm_up=$2 ;;
    --from) from=$2 ;;
    --up-to) up_to=$2 ;;
    --raise) raise=$2 ;;
    --halve) halve=$2 ;;
    --seconds) seconds=$2 ;;
    *) is_role_option "$@" || { echo "unknown option $1 (see the head of $0)" >&2 && exit 2; } ;;
    esac
    shift 2
done
check_roles

# Of a call, over all its legs.
messages=7
case $role in b2bua | proxy) messages=14 ;; esac
# Waits until no call is left, a minute at most.
calm() {
    for _ in $(seq 120); do
        [ $(($(number_of $status dialogs) + $(number_of $status owedAnswers))) -ne 0 ] || return 0
        sleep 0.5
    done
}

# Places calls at rate $1 for a while, prints how that went, and says whether it went well.
try() {
    local again cpu n verdict=''
    step=$((step + 1))
    again=$(retransmissions none) cpu=$(ticks "${servers[@]}")
    place "step-$step" $(($1 * seconds)) "$1"
    cpu=$(($(ticks "${servers[@]}") - cpu)) n=$(($1 * seconds))
    again=$(($(retransmissions "step-$step") - again))
    [ "$failed" -eq 0 ] && [ "$ok" -eq "$n" ] || verdict+=' calls failed;'
    [ $((again * 100)) -le $((n * messages)) ] || verdict+=' too many retransmissions;'
    [ "${reached%.*}" -ge $(($1 * 95 / 100)) ] || verdict+=' the rate was not reached;'
    printf '%8d %10.0f %8d %8d %8d %12.3f  %s\n' "$1" "$reached" "$ok" "$failed" "$again" \
        "$(awk -v t=$cpu -v hz="$(getconf CLK_TCK)" -v n=$n 'BEGIN { print t / hz / n * 1000 }')" "${verdict%;}"
    calm
    [ -z "$verdict" ]
}

cd "$work"
start_all
failed=0
[ "$warm_up" -eq 0 ] || place warm "$warm_up" $((from / 2))
[ $link = tcp ] || form="$form by a UNIX domain socket"
echo "$role, $form, $transport, phones: $phones (warm-up: $failed failed)"
calm
# A call that waits longer for a message has failed, so that one rate too many does not take minutes.
caller_options=(-recv_timeout 10000)
printf '%8s %10s %8s %8s %8s %12s\n' calls/s reached ok failed again 'CPU s/1000'
step=0 good=0 bad=0 rate=$from
while [ $rate -le "$up_to" ]; do
    if try $rate; then good=$rate; else bad=$rate && break; fi
    rate=$((rate * (100 + raise) / 100))
done
while [ $bad -gt 0 ] && [ $good -gt 0 ] && [ "$halve" -gt 0 ]; do
    rate=$(((good + bad) / 2)) halve=$((halve - 1))
    if try $rate; then good=$rate; else bad=$rate; fi
done
echo "highest rate with no failed call: $good calls/s; server RSS $(rss "${servers[@]}") MiB"
sleep 33
left=$(curl -fs "http://127.0.0.1:$status/status")
echo "33 s later: $left"
[ $good -gt 0 ] && case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
