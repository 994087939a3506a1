// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of each application, which can go on with each other's calls; each gets its turn.
 *
 * <p>Any thread may call. Reading takes no lock.
 *
 * @param <A> a node's link
 */
public final class Nodes<A> {
    private final Map<String, Turn<A>> byApp = new ConcurrentHashMap<>();
    private final AtomicInteger nextApp = new AtomicInteger();

    /** A node of this application is there. */
    public void enter(A node, String app) {
        byApp.compute(app, (name, turn) -> {
            Turn<A> nodes = turn == null ? new Turn<>() : turn;
            nodes.add(node);
            return nodes;
        });
    }

    /** A node of this application is gone; saying so again changes nothing. */
    public void leave(A node, String app) {
        byApp.computeIfPresent(app, (name, nodes) -> {
            nodes.remove(node);
            return nodes.isEmpty() ? null : nodes;
        });
    }

    /** The node of this application whose turn it is, or one that is preferred if there is such a node; null if the application has none. */
    public @Nullable A next(String app, Predicate<A> preferred) {
        Turn<A> nodes = byApp.get(app);
        return nodes == null ? null : nodes.next(preferred);
    }

    /** A node of the application whose turn it is; null if there are no nodes at all. */
    public @Nullable A nextOfAny() {
        List<Turn<A>> apps = List.copyOf(byApp.values());
        return apps.isEmpty()
                ? null
                : apps.get(Math.floorMod(nextApp.getAndIncrement(), apps.size()))
                        .next();
    }
}
