#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Packs what runs srf into target/srf.tar.gz: bin/*, lib/*.jar, srf.yaml, srf.service. The jars are built unless --built is given.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
[ "${1:-}" = --built ] || (cd "$home" && mvn -q -B -DskipTests -pl examples -am package)
out=$home/target/srf
[ -d "$home/examples/target/lib" ] || { echo "pack: examples are not built (expected: mvn package)" >&2; exit 2; }
rm -rf "$out"
mkdir -p "$out/bin" "$out/lib"
cp "$home"/examples/target/lib/*.jar "$out/lib"
cp "$home"/examples/target/examples-*.jar "$out/lib"
cp "$home"/packaging/bin/* "$out/bin"
cp "$home/packaging/srf.yaml" "$home/packaging/srf.service" "$home/LICENSE" "$out"
tar -C "$home/target" -czf "$home/target/srf.tar.gz" srf
echo "$home/target/srf.tar.gz"
