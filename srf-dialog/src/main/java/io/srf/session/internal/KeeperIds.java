// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The ids of a node and of the sessions that it opens. Any thread may call. */
public final class KeeperIds {
    private static final int RANDOM_BYTES = 12;

    private final String node;
    private final String prefix;
    private final AtomicLong next = new AtomicLong(1);

    /**
     * Ids of the node of this id.
     *
     * @param random makes what no other run of any process has
     */
    public KeeperIds(String node, RandomGenerator random) {
        this.node = node;
        this.prefix = draw(random) + '-';
    }

    /**
     * Ids of a node whose own id no other run of any process has.
     *
     * @param name what people know the node by, and its id begins with; may be ""
     */
    public static KeeperIds of(String name, RandomGenerator random) {
        String drawn = draw(random);
        return new KeeperIds(name.isEmpty() ? drawn : name + '-' + drawn, random);
    }

    /** The node's id. */
    String node() {
        return node;
    }

    /** An id for a session. */
    String next() {
        return prefix + Long.toString(next.getAndIncrement(), Character.MAX_RADIX);
    }

    private static String draw(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
