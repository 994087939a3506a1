# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# For load.sh and top-rate.sh: starts what is loaded and those who load it, and places calls. Needs lib.sh, and what read_roles sets.
#
#   role        b2bua    ./srf b2bua
#               proxy    a proxy that keeps itself in the route, or does not: --record-route on|off
#               uas      answers with 200
#               uac      places the calls itself
#   form        embedded     engine and application in one process
#               two-process  ./srf server, and the application in another (not uac)
#               node         ./srf server, and an application of drachtio-srf in Node that does the same (b2bua only); needs node and npm
#   link        tcp      engine and application are joined by loopback (two-process, node)
#               unix     by a UNIX domain socket (two-process only)
#   phones      sipp     SIPp at both ends
#               srf      our own engine at both ends: for TLS, which Debian's SIPp does not speak, and for calls over TCP that leave their proxy, for which it
#                        would need a connection for each call
# shellcheck disable=SC2034
role=b2bua form=embedded transport=udp link=tcp record_route=on phones='' caller_options=()

servers=() peers=()

# Takes option $1 with value $2, if it is one of these.
is_role_option() {
    case $1 in
    --role) role=$2 ;;
    --form) form=$2 ;;
    --transport) transport=$2 ;;
    --link) link=$2 ;;
    --record-route) record_route=$2 ;;
    --phones) phones=$2 ;;
    *) return 1 ;;
    esac
}

check_roles() {
    one_of --role "$role" b2bua proxy uas uac
    one_of --form "$form" embedded two-process node
    one_of --transport "$transport" udp tcp tls
    one_of --link "$link" tcp unix
    one_of --record-route "$record_route" on off
    if [ -z "$phones" ]; then
        case $transport-$role-$record_route in tls-* | tcp-proxy-off) phones=srf ;; *) phones=sipp ;; esac
    fi
    one_of --phones "$phones" sipp srf
    case $phones-$transport-$role-$record_route in
    sipp-tls-* | sipp-tcp-proxy-off) echo "SIPp cannot do this, expected --phones srf" >&2 && exit 2 ;;
    esac
    [ $role != uac ] || [ $form = embedded ] || { echo "a uac is embedded" >&2 && exit 2; }
    [ $link = tcp ] || [ $form = two-process ] || { echo "by a UNIX domain socket there is two-process only" >&2 && exit 2; }
    [ $form != node ] || [ $role = b2bua ] || { echo "in Node there is a b2bua only" >&2 && exit 2; }
}

# What the flags say that every engine here needs for its certificate.
make_certificate() {
    certificate=()
    [ $transport = tls ] || return 0
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/openssl.log"
    certificate=(--tls-cert "$work/cert.pem" --tls-key "$work/key.pem")
}

# Starts all that a load needs.
start_all() {
    build_classes
    make_certificate
    start_server
    start_phones
}

# Starts what is loaded, and sets servers.
start_server() {
    local listen=$transport:127.0.0.1:$sip to="sip:127.0.0.1:$callee_port;transport=$transport" before=${#pids[@]}
    local engine=(--listen "$listen" --status 127.0.0.1:$status "${certificate[@]}") trust=()
    [ $transport != tls ] || trust=(--tls-trust any)
    if [ $form != embedded ]; then
        local meet=127.0.0.1:$admin
        [ $link = tcp ] || meet=unix:$work/admin.sock
        run server server "${engine[@]}" "${trust[@]}" --admin "$meet" --secret bench
        await server applications
        engine=(--server "$meet" --secret bench) trust=()
    fi
    case $role-$form in
    b2bua-node) run_node "$to" ;;
    b2bua-*) run app b2bua "${engine[@]}" "${trust[@]}" --to "$to" ;;
    proxy-*) run_class app LoadedApp proxy "${engine[@]}" --to "$to" --record-route $record_route ;;
    uas-*) run_class app LoadedApp uas "${engine[@]}" ;;
    uac-*) run_class app LoadedApp uac "${engine[@]}" --to "$to" ;;
    esac
    await app ready
    servers=("${pids[@]:$before}")
}

# Starts the application of drachtio-srf, which connects calls to $1, with its output in app.log.
run_node() {
    command -v npm >/dev/null || { echo "no npm found (Debian: apt-get install nodejs npm)" >&2 && exit 2; }
    cp -r "$home/benchmarks/node" "$work/node"
    npm --prefix "$work/node" install --silent --no-audit --no-fund >&2
    NODE_ENV=production node "$work/node/b2bua.js" $admin bench "$1" >"$work/app.log" 2>&1 &
    pids+=($!)
}

# Starts the callee, if calls go on to one, and a caller that runs all the time. Sets peers to those of them whose CPU is not the server's.
start_phones() {
    local before=${#pids[@]} scenario=(-sn uas)
    if [ $role != uas ] && [ $phones = sipp ]; then
        [ $role != proxy ] || scenario=(-sf "$home/benchmarks/sipp/routed-callee.xml" -key caller_port $caller_port)
        [ $role-$record_route != proxy-off ] || scenario+=(-set direct yes)
        start_sipp callee "${scenario[@]}" -p $callee_port -t "$(sipp_mode)" "${sipp_tuning[@]}" -trace_stat -stf callee.csv -fd 1
        await_port $callee_port $! $transport
    elif [ $role != uas ]; then
        run_class callee LoadedApp uas --listen $transport:127.0.0.1:$callee_port --status 127.0.0.1:$callee_status "${certificate[@]}"
        await callee ready
    fi
    if [ $role != uac ] && [ $phones = srf ]; then
        run_class caller LoadedApp uac --listen $transport:127.0.0.1:$caller_port --status 127.0.0.1:$caller_status "${certificate[@]}" \
            --to "sip:127.0.0.1:$sip;transport=$transport"
        await caller ready
    fi
    peers=("${pids[@]:$before}")
}

# Thousands of calls a second need large buffers and all that has come being read at once.
sipp_tuning=(-buff_size 4194304 -max_recv_loops 5000 -max_sched_loops 5000 -timer_resol 1)

sipp_mode() {
    case $transport in udp) echo u1 ;; tcp) echo t1 ;; esac
}

# Places $2 calls, $3 a second. Sets ok, failed, unexpected, reached (calls a second), and caller_cpu: seconds of a caller that ran for these calls alone.
place() {
    unexpected=0 caller_cpu=0
    if [ $role = uac ]; then
        place_by $status "$2" "$3"
    elif [ $phones = srf ]; then
        place_by $caller_status "$2" "$3"
    else
        place_by_sipp "$@"
    fi
}

place_by() {
    local seconds outcome
    outcome=$(curl -fs "http://127.0.0.1:$1/place?calls=$2&rate=$3")
    read -r ok failed seconds <<<"$outcome"
    reached=$(awk -v n="$2" -v s="$seconds" 'BEGIN { printf "%.0f", n / s }')
}

place_by_sipp() {
    local scenario=(-sn uac -d 0) TIMEFORMAT='%U %S'
    [ $role != proxy ] || scenario=(-sf "$home/benchmarks/sipp/routed-caller.xml" -key callee_port $callee_port)
    [ $role-$record_route != proxy-off ] || scenario+=(-set direct yes)
    { time sipp "127.0.0.1:$sip" "${scenario[@]}" -i 127.0.0.1 -p $caller_port -t "$(sipp_mode)" "${sipp_tuning[@]}" "${caller_options[@]}" \
        -r "$3" -m "$2" -l $((4 * $3 + 1000)) -nostdin -trace_stat -stf "$1.csv" -fd 1 -trace_err -error_file "$1.err" >"$1.out" 2>&1; } 2>"$1.time" || true
    ok=$(stat_of "$1" 'SuccessfulCall(C)')
    failed=$(stat_of "$1" 'FailedCall(C)')
    unexpected=$(stat_of "$1" 'FailedUnexpectedMessage(C)')
    reached=$(stat_of "$1" 'CallRate(C)')
    caller_cpu=$(tail -n 1 "$1.time" | awk '{ print $1 + $2 }')
}

# The number $2 in the status of the engine at port $1.
number_of() {
    curl -fs "http://127.0.0.1:$1/status" | sed "s/.*\"$2\":\([0-9]*\).*/\1/"
}

# What the server and the phones have sent again so far; those of a SIPp that places calls are in the statistics $1.
retransmissions() {
    local sum
    sum=$(number_of $status retransmissions)
    if [ $phones = srf ]; then
        [ $role = uas ] || sum=$((sum + $(number_of $callee_status retransmissions)))
        [ $role = uac ] || sum=$((sum + $(number_of $caller_status retransmissions)))
    else
        [ $role = uas ] || sum=$((sum + $(stat_of callee 'Retransmissions(C)')))
        [ $role = uac ] || [ ! -f "$1.csv" ] || sum=$((sum + $(stat_of "$1" 'Retransmissions(C)')))
    fi
    echo $sum
}
