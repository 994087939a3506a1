#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Attacks ./srf server with garbage while SIPp has calls through it, and ./srf b2bua with them.
#
#   benchmarks/attack.sh [--seconds 60] [--rate 20] [--rest 110]
#
# The attacks are those of the class Attacker: garbage by UDP, TCP and to the admin port, broken INVITEs, messages of 10 MB, peers that send a byte a second.
# Some of the broken INVITEs are good enough for a call that nobody acknowledges: it takes 32 s until it is hung up, and 32 more until that is given up.
# Exits 1 if one of SIPp's calls failed, a process died, more than a hundred lines were logged, or something is left after --rest seconds.
set -euo pipefail

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
seconds=60 rate=20 rest=110
while [ $# -gt 0 ]; do
    case $1 in
    --seconds) seconds=$2 ;;
    --rate) rate=$2 ;;
    --rest) rest=$2 ;;
    *) echo "unknown option $1 (see the head of $0)" >&2 && exit 2 ;;
    esac
    shift 2
done
max_log_lines=100

cd "$work"
build_classes
run server server --listen udp:127.0.0.1:$sip,tcp:127.0.0.1:$sip --admin 127.0.0.1:$admin --secret bench --status 127.0.0.1:$status
server=$!
await server applications
run b2bua b2bua --server 127.0.0.1:$admin --secret bench --to sip:127.0.0.1:$callee_port
b2bua=$!
await b2bua ready
start_sipp callee -sn uas -p $callee_port -aa
await_port $callee_port $! udp
start_sipp caller -sn uac 127.0.0.1:$sip -p $caller_port -r "$rate" -m $((rate * (seconds + 4))) -d 1000 \
    -trace_stat -stf caller.csv -fd 1 -trace_err -error_file caller.err
calls=$!
sleep 2
run_class attacker Attacker $sip $admin "$seconds"
attacker=$!
wait $attacker || { cat attacker.log >&2 && exit 1; }
wait $calls || true
sleep "$rest"

ok=$(stat_of caller 'SuccessfulCall(C)') failed=$(stat_of caller 'FailedCall(C)')
lines=$(cat server.log b2bua.log | wc -l)
alive=0
for pid in $server $b2bua; do if kill -0 $pid 2>/dev/null; then alive=$((alive + 1)); fi; done
left=$(curl -fs "http://127.0.0.1:$status/status" || true)
cat attacker.log
printf 'calls meanwhile          %s ok, %s failed\n' "$ok" "$failed"
printf 'lines of log             %s\n' "$lines"
printf 'processes alive          %s of 2; RSS of the server %s MiB\n' "$alive" "$([ $alive -lt 2 ] || rss $server)"
printf '%s s later              %s\n' "$rest" "$left"
[ "$failed" -eq 0 ] && [ "$ok" -gt 0 ] && [ $alive -eq 2 ] && [ "$lines" -le $max_log_lines ] || { cat server.log b2bua.log >&2 && exit 1; }
case $left in *'"atRest":true'*) ;; *) exit 1 ;; esac
