// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.srf.session.Claim;
import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A random history of two nodes that both believe a record is theirs: they read, append a number, repeat writes, take over and give up, in
 * any order. Every append that was Written must be in the record for ever, once and in order, and no other may be.
 */
final class TwoOwners {
    private static final int STEPS = 16;
    private static final int KINDS_OF_STEP = 6;

    private final SessionStore store;
    private final Duration lease;
    private final int seed;
    private final String id;
    private final Random random;
    private final Node[] nodes = {new Node("anna"), new Node("bert")};
    private final List<Integer> committed = new ArrayList<>();
    private Stamp last = Stamp.first(nodes[0].name);

    TwoOwners(SessionStore store, Duration lease, int seed) {
        this.store = store;
        this.lease = lease;
        this.seed = seed;
        this.id = "history-" + seed;
        this.random = new Random(seed);
    }

    void act() {
        nodes[0].holds(written(store.create(id, last, content(List.of()), lease)));
        for (int step = 0; step < STEPS; step++) {
            Node node = nodes[random.nextInt(nodes.length)];
            switch (random.nextInt(KINDS_OF_STEP)) {
                case 0 -> node.claim(Claim.whenExpired(node.name, lease));
                case 1 -> node.claim(Claim.despiteLease(node.name, lease, node.seenFence));
                case 2 -> node.look();
                case 3 -> store.renew(node.name, Set.of(id), Duration.ZERO);
                case 4 -> node.repeat();
                default -> node.append(seed * STEPS + step);
            }
            check();
        }
        assertTrue(store.delete(id, last) instanceof StoreResult.Deleted, this::toString);
    }

    private void check() {
        SessionRecord record = store.find(id);
        assertTrue(record != null, this::toString);
        if (record != null) {
            assertEquals(content(committed), record.snapshot(), this::toString);
            assertTrue(record.stamp().fence() >= last.fence(), this::toString);
            assertTrue(record.stamp().version() >= last.version(), this::toString);
            last = record.stamp();
        }
    }

    private static SessionRecord written(StoreResult result) {
        return ((StoreResult.Written) result).record();
    }

    private static Snapshot content(List<Integer> numbers) {
        return new Snapshot(Set.of(), 1, numbers.toString().getBytes(UTF_8));
    }

    private static List<Integer> numbers(Snapshot snapshot) {
        String text = new String(snapshot.value(), UTF_8).replaceAll("[\\[\\] ]", "");
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    @Override
    public String toString() {
        return "history " + seed + ", committed " + committed + ", record " + store.find(id);
    }

    /** A write as a node sent it, to be sent again. */
    private record Sent(Stamp expected, List<Integer> numbers) {}

    private final class Node {
        private final String name;
        private long seenFence = 1;
        private @Nullable Stamp held;
        private List<Integer> known = List.of();
        private final List<Sent> sent = new ArrayList<>();

        Node(String name) {
            this.name = name;
        }

        void holds(SessionRecord record) {
            held = record.stamp();
            seenFence = record.stamp().fence();
            known = numbers(record.snapshot());
        }

        void look() {
            SessionRecord record = store.find(id);
            if (record != null) {
                seenFence = record.stamp().fence();
            }
        }

        void claim(Claim claim) {
            if (store.takeOver(id, claim) instanceof StoreResult.Written taken) {
                holds(taken.record());
            }
        }

        void append(int number) {
            if (held != null) {
                List<Integer> numbers = new ArrayList<>(known);
                numbers.add(number);
                Sent write = new Sent(held, List.copyOf(numbers));
                sent.add(write);
                send(write);
            }
        }

        void repeat() {
            if (!sent.isEmpty()) {
                send(sent.get(random.nextInt(sent.size())));
            }
        }

        private void send(Sent write) {
            StoreResult result = store.update(id, write.expected(), content(write.numbers()), lease);
            if (result instanceof StoreResult.Written done) {
                if (!write.numbers().equals(committed)) {
                    committed.add(write.numbers().getLast());
                }
                held = done.record().stamp();
                known = write.numbers();
            }
        }
    }
}
