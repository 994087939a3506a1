// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/** Where Redis is. */
sealed interface Place {
    /** One server. */
    record Server(HostAndPort address, int database) implements Place {
        @Override
        public String toString() {
            return "redis://" + address + "/" + database;
        }
    }

    /** The master that Sentinels know by this name. */
    record Sentinels(List<HostAndPort> addresses, String master, int database) implements Place {
        @Override
        public String toString() {
            return "redis-sentinel://" + join(addresses) + "/" + master + "/" + database;
        }
    }

    /** The Cluster that these nodes belong to; the others are learned from them. */
    record Cluster(List<HostAndPort> addresses) implements Place {
        @Override
        public String toString() {
            return "redis-cluster://" + join(addresses);
        }
    }

    /** In the order given. */
    static Set<HostAndPort> set(List<HostAndPort> addresses) {
        return new LinkedHashSet<>(addresses);
    }

    private static String join(List<HostAndPort> addresses) {
        return addresses.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
    }
}
