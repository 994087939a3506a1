// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.TerminateReason;
import io.srf.link.Connector;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A node of an application in a {@link SimCluster}: one process, which a test can kill or pause. Threads: the test's. */
public final class SimNode {
    private final String name;
    private final NodeLife life;
    private final Srf srf;
    private final @Nullable SimEngine engine;
    private final EngineFates fates;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> created = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();

    /** A node; {@code engine} is the one in its process, or null if it has none there, whose fate {@code fates} remembers. */
    SimNode(String name, NodeLife life, Srf srf, @Nullable SimEngine engine, EngineFates fates) {
        this.engine = engine;
        this.fates = fates;
        this.name = name;
        this.life = life;
        this.srf = srf;
        srf.onCreate(e -> created(e.dialog()));
        srf.onRecover(dialog -> events.add("recover " + dialog.role()));
        srf.onHandOver(dialog -> events.add("hand over " + dialog.role()));
        srf.onTerminate(e -> ended(e.dialog(), e.reason()));
    }

    private void created(Dialog dialog) {
        events.add("create " + dialog.role());
        created.add(dialog.id());
    }

    private void ended(Dialog dialog, TerminateReason reason) {
        events.add("terminate " + dialog.role() + ' ' + reason);
        ended.add(dialog.id());
    }

    CompletableFuture<?> connects(Connector engine) {
        return srf.connect(life.linkTo(engine));
    }

    /** Its own engine, while it is alive. */
    Optional<SimEngine> engine() {
        return isDead() || life.isIsolated() ? Optional.empty() : Optional.ofNullable(engine);
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** The application as it runs here. */
    public Srf srf() {
        return srf;
    }

    /** What the application heard of its dialogs here, in order, such as {@code recover UAS}. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** The ids of dialogs that were made here. */
    List<String> created() {
        return created;
    }

    /** The ids of dialogs whose end the application heard here. */
    List<String> ended() {
        return ended;
    }

    /** Where the engine in its process listens; not for nodes that have none. */
    public InetSocketAddress address() {
        return Objects.requireNonNull(engine, "no engine in the process").address();
    }

    /** Ends the process at once: nothing of it runs any more, its links drop, and the engine in it is gone. */
    public void kill() {
        life.end();
        if (engine != null) {
            fates.dies(engine);
        }
    }

    /** The engine is gone and the node lives, as when the engine is a process of its own and dies; not for nodes that have none. */
    public void engineDies() {
        fates.dies(Objects.requireNonNull(engine, "no engine of its own"));
        life.isolate();
    }

    /** Stops the process with the engine in it, as a garbage collection or a debugger does; its links stay. */
    public void pause() {
        life.pause();
        engine().ifPresent(fates::stops);
    }

    /** Lets the process go on: what would have woken it happens now, in order, first what the engine in it has missed. */
    public void resume() {
        engine().ifPresent(SimEngine::resume);
        life.resume();
    }

    /** Drops its links; it connects again. */
    public void losesLink() {
        life.cut();
    }

    /** What still waits in it, if it is dead, waits for ever and is not left over. */
    void bury() {
        life.bury();
    }

    /** Whether it was killed. */
    public boolean isDead() {
        return life.isDead();
    }

    /** How many calls it has. */
    public int calls() {
        return isDead() ? 0 : srf.openCalls();
    }

    @Override
    public String toString() {
        return name;
    }
}
