// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.AgentListener;
import io.srf.app.AppLimits;
import io.srf.flight.RecorderLimits;
import io.srf.session.SessionOptions;
import io.srf.session.SessionStore;
import io.srf.time.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What an {@link Srf} is made of. Immutable. */
public final class SrfConfig {
    /** How long calls may go on after {@link Srf#close}, unless told otherwise. */
    public static final Duration DEFAULT_DRAIN_TIME = Duration.ofSeconds(30);

    /** How long the dialogs of a broken link are kept for its return, unless told otherwise: as long as a transaction lives (64·T1). */
    public static final Duration DEFAULT_LINK_GRACE = Duration.ofSeconds(32);

    private static final String APP_TAG = "app:";

    private static final Executor ON_THE_SPOT = Runnable::run;

    private final Builder given;

    private SrfConfig(Builder builder) {
        this.given = builder.copy();
    }

    /** Begins a configuration without a name and without a store. */
    public static Builder builder() {
        return new Builder();
    }

    /** What the application says of itself when it authenticates. */
    public List<String> tags() {
        List<String> tags = new ArrayList<>(given.tags);
        if (!given.app.isEmpty()) {
            tags.add(0, APP_TAG + given.app);
        }
        return tags;
    }

    /** The name of the application; "" if it has none. */
    public String app() {
        return given.app;
    }

    /** The name of this node; "" if it has none. */
    public String node() {
        return given.node;
    }

    /** Keeps sessions; null to keep them in this process only. */
    public @Nullable SessionStore sessions() {
        return given.sessions;
    }

    /** How sessions are kept. */
    public SessionOptions sessionOptions() {
        return given.sessionOptions;
    }

    /** Which orphans that a drachtio-server still has go on. */
    public Predicate<Dialog> keepOrphans() {
        return given.keepOrphans;
    }

    /** What happens while the store fails. */
    public StoreTrouble storeTrouble() {
        return given.storeTrouble;
    }

    /** Runs the application's code; null for a virtual thread for each piece. */
    public @Nullable Executor executor() {
        return given.executor;
    }

    /** Whether the application's code runs on the threads that bring its events. */
    public boolean neverBlocks() {
        return ON_THE_SPOT.equals(given.executor);
    }

    /** All time there is; null for the real one. */
    public @Nullable Timers timers() {
        return given.timers;
    }

    /** How long agents wait. */
    public AppLimits limits() {
        return given.limits;
    }

    /** Decides what is left to chance. */
    public RandomGenerator random() {
        return given.random;
    }

    /** Makes the ids of the node and of its sessions. */
    public RandomGenerator ids() {
        return given.ids;
    }

    /** How long calls may go on after {@link Srf#close}, and what is under way after {@link Srf#drain}. */
    public Duration drainTime() {
        return given.drainTime;
    }

    /** How long the dialogs of a broken link are kept. */
    public Duration linkGrace() {
        return given.linkGrace;
    }

    /** How much is kept of what happened in calls. */
    public RecorderLimits recorder() {
        return given.recorder;
    }

    /** Hears how the links fare. */
    public AgentListener links() {
        return given.links;
    }

    /** Collects a configuration. */
    public static final class Builder implements Cloneable {
        private String app = "";
        private String node = "";
        private List<String> tags = List.of();
        private @Nullable SessionStore sessions;
        private SessionOptions sessionOptions = SessionOptions.DEFAULT;
        private Predicate<Dialog> keepOrphans = dialog -> false;
        private StoreTrouble storeTrouble = StoreTrouble.CALLS_FIRST;
        private @Nullable Executor executor;
        private @Nullable Timers timers;
        private AppLimits limits = AppLimits.DEFAULT;
        private RecorderLimits recorder = RecorderLimits.DEFAULT;
        private RandomGenerator random = new Random();
        private RandomGenerator ids = new SecureRandom();
        private Duration drainTime = DEFAULT_DRAIN_TIME;
        private Duration linkGrace = DEFAULT_LINK_GRACE;
        private AgentListener links = new AgentListener() {};

        private Builder() {}

        private Builder copy() {
            try {
                return (Builder) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /** Names the application: all nodes that run it have the same name. Engines are told it as the tag {@code app:NAME}. */
        public Builder app(String name) {
            app = name;
            return this;
        }

        /** Names this node, for people; an id that no other run has is made of it. */
        public Builder node(String name) {
            node = name;
            return this;
        }

        /** Gives the tags that an HTTP call-out may route to. */
        public Builder tags(String... names) {
            tags = List.of(names);
            return this;
        }

        /** Keeps sessions in this store, which the application closes itself. Without one they live and die with this process. */
        public Builder sessions(SessionStore store) {
            sessions = store;
            return this;
        }

        /** Says how sessions are kept. */
        public Builder sessionOptions(SessionOptions options) {
            sessionOptions = options;
            return this;
        }

        /** Says what happens while the store fails; by default calls go on. */
        public Builder storeTrouble(StoreTrouble policy) {
            storeTrouble = policy;
            return this;
        }

        /**
         * Says which dialogs of a dead node go on that are on a drachtio-server; by default both legs of such a call are hung up.
         *
         * <p>A drachtio-server gives what comes in them to nobody: it answers 481, or 200 to a BYE. So they can be sent requests, but none is heard. An
         * srf engine has no need of this.
         *
         * @param wanted asked for each dialog, with its session; a call goes on if none of its dialogs is refused. May block
         */
        public Builder keepOrphans(Predicate<Dialog> wanted) {
            keepOrphans = wanted;
            return this;
        }

        /** Runs the application's code, which may block, on this executor; by default each piece on a virtual thread. */
        public Builder executor(Executor newExecutor) {
            executor = newExecutor;
            return this;
        }

        /**
         * Promises that the application's code never blocks, and has it run on the threads that bring its events: event loops, where whatever waits
         * holds up other calls.
         *
         * <p>This saves two changes of threads for each call. Nothing may be waited for then, not even the result of {@code createB2BUA}: use
         * {@code whenComplete} and the like. Takes the place of {@link #executor}.
         */
        public Builder neverBlocks() {
            executor = ON_THE_SPOT;
            return this;
        }

        /** Takes all time from here; by default from the real clock. */
        public Builder timers(Timers newTimers) {
            timers = newTimers;
            return this;
        }

        /** Says how long requests wait for their answers. */
        public Builder limits(AppLimits newLimits) {
            limits = newLimits;
            return this;
        }

        /** Decides what is left to chance, as the pause after a 491 and the one before a link is tried again; must be safe for use by many threads. */
        public Builder random(RandomGenerator newRandom) {
            random = newRandom;
            return this;
        }

        /**
         * Makes the ids of the node and of its sessions, as tests need it whose runs are to be the same each time; else a {@link SecureRandom} does. No two
         * nodes may draw the same; must be safe for use by many threads.
         */
        public Builder ids(RandomGenerator newIds) {
            ids = newIds;
            return this;
        }

        /** Says how long calls may go on after {@link Srf#close} before they are ended, and what is under way after {@link Srf#drain}. */
        public Builder drainTime(Duration limit) {
            drainTime = limit;
            return this;
        }

        /** Says how long the dialogs of a broken link are kept for its return, before they end with {@link TerminateReason.Kind#LINK_LOST}. */
        public Builder linkGrace(Duration limit) {
            linkGrace = limit;
            return this;
        }

        /** Hears how the links fare, on their threads; must not block. */
        public Builder links(AgentListener listener) {
            links = listener;
            return this;
        }

        /**
         * Keeps so much of what happened in calls; {@link RecorderLimits#OFF} for nothing. What is about calls on an engine in this JVM goes to that
         * engine's recorder.
         */
        public Builder recorder(RecorderLimits keeps) {
            recorder = keeps;
            return this;
        }

        /** The configuration. */
        public SrfConfig build() {
            return new SrfConfig(this);
        }
    }
}
