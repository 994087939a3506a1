# shellcheck shell=sh disable=SC2034
# SPDX-License-Identifier: Apache-2.0
#
# How ./srf, and bin/srf of the package, start their JVM; both read this file.
min_java=21
min_java_with_profiles=25
# A call runs through much code, none of it hot: little inlining halves the work of the JIT compiler and costs calls nothing. What lives long is
# small, so the simplest collector is the cheapest, and memory that was touched before halves its pauses. See docs/performance.md.
java_opts="-XX:+UseSerialGC -XX:+AlwaysPreTouch -XX:MaxInlineLevel=4 -XX:FreqInlineSize=60 -XX:InlineSmallCode=600"
# Between two messages a node is mostly asleep: what it needs then is found sooner in large pages.
if grep -qs '\[always\]\|\[madvise\]' /sys/kernel/mm/transparent_hugepage/enabled; then
    java_opts="$java_opts -XX:+UseTransparentHugePages"
fi

# Says how an archive in folder $1 is made for Java $2, and used. It is for one JDK, its collector and one class path.
archive_in() {
    if [ "$2" -ge "$min_java_with_profiles" ]; then
        archive=$1/srf-$2.aot
        # What the compilers found worth compiling in the training run is in the archive; what they did not get to there would stay half compiled for
        # 50,000 calls. So they are told to be quick in the training run, and here not to wait.
        training="-XX:CompileThresholdScaling=0.1 -XX:AOTCacheOutput"
        sharing="-XX:AOTCache=$archive -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:Tier0ProfileDelayFactor=1 -XX:Tier2ProfileDelayFactor=1"
    else
        archive=$1/srf-$2.jsa
        training=-XX:ArchiveClassesAtExit
        sharing="-XX:SharedArchiveFile=$archive"
    fi
}

# Lets the JVM $1 with the class path $2 archive the classes of a call, so that it starts sooner, and from JDK 25 on also what is worth compiling. What is said
# meanwhile goes to the file $3. Without the archive all works too, more slowly.
train() {
    rm -f "${archive%/*}"/srf-*.jsa "${archive%/*}"/srf-*.aot
    # The options are split into words on purpose.
    # shellcheck disable=SC2086
    "$1" --enable-native-access=ALL-UNNAMED $java_opts $training="$archive" -cp "$2" io.srf.examples.Training >"$3" 2>&1 && [ -f "$archive" ] ||
        { rm -f "$archive" && return 1; }
}

# Becomes the JVM $1 with the class path $2; what comes after that are the main class and its arguments.
start() {
    jvm=$1 path=$2
    shift 2
    if [ -f "$archive" ]; then
        sharing="$sharing -Xlog:cds=off -Xlog:aot=off"
    else
        sharing=''
    fi
    # shellcheck disable=SC2086
    exec "$jvm" --enable-native-access=ALL-UNNAMED $sharing ${SRF_JAVA_OPTS-$java_opts} -cp "$path" "$@"
}
