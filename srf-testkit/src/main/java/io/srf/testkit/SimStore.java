// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.srf.session.SessionRecord;
import io.srf.session.SessionStore;
import io.srf.session.SessionStoreException;
import io.srf.session.Snapshot;
import io.srf.session.Stamp;
import io.srf.session.StoreResult;
import io.srf.session.internal.SessionKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The session store of a {@link SimCluster}: a store in memory that fails, is slow, forgets, or splits into two when a test says so, and that keeps account
 * of who has written what. May be used by any thread.
 */
public final class SimStore {
    private final VirtualTime time;
    private StoreCopy main;
    private @Nullable StoreCopy split;
    private Set<String> beyond = Set.of();
    private final List<String> faults = new ArrayList<>();
    private boolean down;
    private boolean losesAnswers;
    private boolean frozen;
    private Duration delay = Duration.ZERO;
    private int writes;

    SimStore(VirtualTime time) {
        this.time = time;
        this.main = new StoreCopy(time);
    }

    /** Which of two copies of the data stays when they meet again. */
    public enum Winner {
        /** That of the nodes that were not named. */
        MAIN,
        /** That of the nodes that were split off. */
        SPLIT
    }

    /** From now on it fails, or does not. */
    public synchronized void fails(boolean fails) {
        down = fails;
    }

    /** From now on writes are done, and then fail, or do not. */
    public synchronized void losesAnswers(boolean loses) {
        losesAnswers = loses;
    }

    /** From now on writes seem to be done, and are not: as if a failover lost them. */
    public synchronized void losesWrites(boolean loses) {
        frozen = loses;
    }

    /** From now on each answer takes this long. */
    public synchronized void takes(Duration newDelay) {
        delay = newDelay;
    }

    /** From now on these nodes have a copy of the data to themselves: there are two masters, and both accept writes. Leases begin anew in the copy. */
    public synchronized void splits(Duration lease, SimNode... nodes) {
        split = main.copied(lease);
        beyond = Stream.of(nodes).map(SimNode::name).collect(Collectors.toUnmodifiableSet());
    }

    /** There is one master again, as one of the two sides has it. What the other side wrote since the split is lost. */
    public synchronized void heals(Winner winner) {
        StoreCopy other = split;
        if (other == null) {
            throw new IllegalStateException("it is not split");
        }
        StoreCopy loser = winner == Winner.MAIN ? other : main;
        faults.addAll(loser.faults());
        main = winner == Winner.MAIN ? main : other;
        split = null;
    }

    /** Writes that were answered. */
    public synchronized int writes() {
        return writes;
    }

    /** The records there are. */
    public synchronized List<SessionRecord> records() {
        return main.records();
    }

    /** Under which the records there are can be found. */
    Set<String> keys() {
        return records().stream()
                .flatMap(record -> record.snapshot().keys().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Writes that no correct node makes: such as one by somebody whose fence is not the highest. */
    synchronized List<String> faults() {
        return Stream.concat(faults.stream(), main.faults().stream()).toList();
    }

    /** Forgets a record, as if it had expired. */
    public synchronized void forgets(SessionRecord record) {
        main.store().delete(record.id(), record.stamp());
        main.note(record.id(), new StoreResult.Absent());
    }

    /** Changes each record's document, and says that it has this format. */
    public synchronized void spoils(int format, UnaryOperator<String> change) {
        for (SessionRecord record : records()) {
            String document = change.apply(new String(record.snapshot().value(), UTF_8));
            Snapshot spoilt = new Snapshot(record.snapshot().keys(), format, document.getBytes(UTF_8));
            main.note(record.id(), main.store().update(record.id(), record.stamp(), spoilt, Duration.ofSeconds(30)));
        }
    }

    /** The store as this node reaches it. */
    SessionStore of(String node) {
        return new NodeStore(this, node);
    }

    /** The copy of the data that this node reaches. */
    synchronized StoreCopy copyOf(String node) {
        StoreCopy other = split;
        return other != null && beyond.contains(node) ? other : main;
    }

    /**
     * Who own calls with this dialog as far as the store says that this node reaches. There are two, if an INVITE came once more when the node had died that got it
     * first.
     */
    List<String> ownersOf(String node, String dialogId) {
        return copyOf(node).store().findByKey(SessionKeys.dialog(dialogId)).stream()
                .map(record -> record.stamp().owner())
                .toList();
    }

    /** Waits as long as an answer takes; fails if there is none. */
    void awaitAnswer() {
        Duration wait = delay();
        if (!wait.isZero()) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            time.schedule(wait, () -> over.complete(null));
            try {
                over.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new SessionStoreException("interrupted", e);
            }
        }
        if (isDown()) {
            throw new SessionStoreException("the store is down");
        }
    }

    private synchronized Duration delay() {
        return delay;
    }

    private synchronized boolean isDown() {
        return down;
    }

    synchronized boolean losesAnswers() {
        return losesAnswers;
    }

    synchronized boolean losesWrites() {
        return frozen;
    }

    synchronized void countWrite() {
        writes++;
    }

    /** What is said of a write that is lost. */
    StoreResult lost(String id, Stamp expected, Snapshot snapshot, Duration lease) {
        return new StoreResult.Written(
                new SessionRecord(id, expected.next(), time.now().plus(lease), snapshot));
    }
}
