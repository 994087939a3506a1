# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# For failover.sh: Redis as one server, as a master with a replica and three Sentinels, or as a Cluster of three masters with replicas, and what can
# happen to each. Needs lib.sh. Sets $store, the URI for --redis.

redis_port=26379
master_name=calls
store=''
declare -A redis_pid
redis_clock=()

# Sends the Redis at port $1 the command $2... and prints what it says.
redis_says() {
    local port=$1
    shift
    (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf '%s\r\nQUIT\r\n' "$*" >&3 && tr -d '\r' <&3) 2>/dev/null || true
}

# Waits until the Redis at port $1 answers the command $3... with a line that has $2 in it.
redis_await() {
    local port=$1 expected=$2
    shift 2
    for _ in $(seq 300); do
        [[ $(redis_says "$port" "$@") != *"$expected"* ]] || return 0
        sleep 0.1
    done
    echo "the Redis at port $port did not answer '$*' with '$expected' but: $(redis_says "$port" "$@")" >&2
    exit 1
}

# Starts the Redis of port $1 with options $2..., and what data it has kept.
start_redis() {
    local port=$1
    shift
    mkdir -p "$work/redis-$port"
    (cd "$work/redis-$port" && exec ${redis_clock:+env "${redis_clock[@]}"} "$redis_server" "$@" --port "$port" --bind 127.0.0.1 --save '' >>log 2>&1) &
    redis_pid[$port]=$!
    pids+=($!)
    redis_await "$port" PONG PING
}

kill_redis() {
    kill -9 "${redis_pid[$1]}"
    wait "${redis_pid[$1]}" 2>/dev/null || true
}

start_single() {
    start_redis $redis_port "$@"
    store=redis://127.0.0.1:$redis_port
}

start_sentinels() {
    local i port conf uri=''
    start_redis $redis_port
    start_redis $((redis_port + 1)) --replicaof 127.0.0.1 $redis_port
    redis_await $((redis_port + 1)) master_link_status:up INFO replication
    for i in 2 3 4; do
        port=$((redis_port + i)) conf=$work/redis-$port/sentinel.conf
        mkdir -p "$work/redis-$port"
        printf '%s\n' "sentinel monitor $master_name 127.0.0.1 $redis_port 2" \
            "sentinel down-after-milliseconds $master_name 1000" "sentinel failover-timeout $master_name 5000" >"$conf"
        start_redis $port "$conf" --sentinel
        uri+=,127.0.0.1:$port
    done
    for i in 2 3 4; do redis_await $((redis_port + i)) 'slaves=1,sentinels=3' INFO sentinel; done
    store=redis-sentinel://${uri#,}/$master_name
}

start_cluster() {
    local i port id
    for i in 0 1 2 3 4 5; do
        start_redis $((redis_port + i)) --cluster-enabled yes --cluster-node-timeout 1000
    done
    for i in 0 1 2; do
        port=$((redis_port + i))
        redis_says $port CLUSTER ADDSLOTS $(seq -s ' ' $((16384 * i / 3)) $((16384 * (i + 1) / 3 - 1))) >/dev/null
        redis_says $port CLUSTER SET-CONFIG-EPOCH $((i + 1)) >/dev/null
    done
    for i in 1 2 3 4 5; do redis_says $((redis_port + i)) CLUSTER MEET 127.0.0.1 $redis_port >/dev/null; done
    for i in 0 1 2 3 4 5; do
        redis_await $((redis_port + i)) cluster_known_nodes:6 CLUSTER INFO
        redis_await $((redis_port + i)) cluster_state:ok CLUSTER INFO
    done
    for i in 0 1 2; do
        id=$(redis_says $((redis_port + i)) CLUSTER MYID | sed -n 2p)
        redis_says $((redis_port + 3 + i)) CLUSTER REPLICATE "$id" >/dev/null
        redis_await $((redis_port + 3 + i)) master_link_status:up INFO replication
    done
    store=redis-cluster://127.0.0.1:$redis_port,127.0.0.1:$((redis_port + 1)),127.0.0.1:$((redis_port + 2))
}

# Has each Redis started from now on read the time of day from a file (Debian: faketime); its monotonic clock stays true.
fake_clock() {
    local library
    library=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
    [ -n "$library" ] || { echo "no libfaketime found (Debian: apt-get install libfaketime)" >&2 && exit 2; }
    set_clock +0
    redis_clock=(LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$work/redis-clock" FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1)
}

# Moves the clock of fake_clock to $1 from the true time, as +3600.
set_clock() {
    echo "$1" >"$work/redis-clock"
}

# Moves it, and fails if the Redis does not tell the new time.
jump_clock() {
    local ahead
    set_clock "$1"
    ahead=$(($(redis_says $redis_port TIME | sed -n 3p) - $(date +%s)))
    [ $((ahead - $1)) -ge -2 ] && [ $((ahead - $1)) -le 2 ] && return
    echo "the clock of the Redis is $ahead s ahead, expected $1 s" >&2
    exit 1
}

# Starts what the fault $1 happens to.
start_store() {
    redis_server=$(command -v redis-server || "$home/srf" redis --unpack "$work/redis-server")
    case $1 in
    sentinel) start_sentinels ;;
    cluster) start_cluster ;;
    redis-kill) start_single --appendonly yes ;;
    clock-*)
        fake_clock
        start_single
        ;;
    *) start_single ;;
    esac
}

# Does what the fault $1 says; a server that comes back is away for $2 seconds. Returns when the store should work again.
strike_store() {
    case $1 in
    clock-*) ;;
    *) kill_redis $redis_port ;;
    esac
    case $1 in
    clock-ahead) jump_clock +3600 ;;
    clock-back) jump_clock -3600 ;;
    redis-kill)
        sleep "$2"
        start_single --appendonly yes
        ;;
    redis-empty)
        sleep "$2"
        start_single
        ;;
    sentinel) redis_await $((redis_port + 1)) role:master INFO replication ;;
    cluster) redis_await $((redis_port + 3)) role:master INFO replication ;;
    esac
}
