// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.flight.RecorderLimits;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.proxy.RecordRouteKey;
import io.srf.server.routing.Chooser;
import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.server.transaction.TransactionSettings;
import io.srf.sip.SipLimits;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an engine behaves.
 *
 * @param limits of a message
 * @param transactions timers and bounds
 * @param supported option tags that a request may require without being refused with 420 (RFC 3261 §8.2.2.3)
 * @param garbage what is done with bytes that are no message
 * @param recorder how much is kept of what happened in calls
 * @param sessionTimers what the engine wants of session timers (RFC 4028)
 * @param chooser decides what is done with new requests
 * @param protection from strangers and from too much work
 * @param reconnectTime how long dialogs whose peer can be reached by a closed connection alone wait for it to come back, to the millisecond; zero ends them at once
 * @param recordRouteKey signs the hops of calls that are passed on; null for a random one, with which such calls do not outlive the engine
 * @param optionsPing what becomes of OPTIONS that ask the engine itself and that nobody wants
 */
public record EngineOptions(
        SipLimits limits,
        TransactionSettings transactions,
        Set<String> supported,
        Garbage garbage,
        RecorderLimits recorder,
        SessionTimerOptions sessionTimers,
        Chooser chooser,
        ProtectionOptions protection,
        Duration reconnectTime,
        @Nullable RecordRouteKey recordRouteKey,
        OptionsPing optionsPing) {
    /**
     * The default of {@link #reconnectTime()}: 64·T1, as long as a request waits for its answer. A browser tries to connect again after 2 to 30 s.
     */
    public static final Duration RECONNECT_TIME = Duration.ofSeconds(32);

    /** The longest {@link #reconnectTime()}. */
    public static final Duration LONGEST_RECONNECT_TIME = Duration.ofHours(1);

    /**
     * Extensions that a request may require without being refused: those that the engine serves (100rel, timer, path, outbound, gruu), and those that are
     * for the application to serve or refuse. Nobody is told of them: what an engine or an application says it supports, it says in its own messages.
     */
    public static final Set<String> SUPPORTED = Set.of(
            "100rel",
            "timer",
            "replaces",
            "norefersub",
            "path",
            "outbound",
            "gruu",
            "from-change",
            "histinfo",
            "join",
            "tdialog",
            "answermode",
            "eventlist",
            "pref",
            "precondition",
            "early-session",
            "resource-priority",
            "sec-agree",
            "multiple-refer",
            "recipient-list-invite",
            "199",
            "nosub");

    /** Checks the time to connect again. Throws {@link IllegalArgumentException} if it is negative or too long. */
    public EngineOptions {
        if (reconnectTime.isNegative() || reconnectTime.compareTo(LONGEST_RECONNECT_TIME) > 0) {
            throw new IllegalArgumentException("the time to connect again is " + reconnectTime.toSeconds()
                    + " s, expected: 0 to " + LONGEST_RECONNECT_TIME.toSeconds() + " s");
        }
    }

    /** The RFC's timers and the default bounds. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                SipLimits.DEFAULT,
                TransactionSettings.DEFAULT,
                SUPPORTED,
                new Garbage(),
                RecorderLimits.DEFAULT,
                SessionTimerOptions.DEFAULT,
                Chooser.IN_TURN,
                ProtectionOptions.DEFAULT,
                RECONNECT_TIME,
                null,
                OptionsPing.REFUSE);
    }

    /** The same with other timers and bounds of transactions. */
    public EngineOptions withTransactions(TransactionSettings settings) {
        return changed(copy -> copy.transactions = settings);
    }

    /** The same with a recorder that keeps this much; {@link RecorderLimits#OFF} for none. */
    public EngineOptions withRecorder(RecorderLimits keeps) {
        return changed(copy -> copy.recorder = keeps);
    }

    /** The same that wants this of session timers. */
    public EngineOptions withSessionTimers(SessionTimerOptions wanted) {
        return changed(copy -> copy.sessionTimers = wanted);
    }

    /** The same that lets this decide about new requests. */
    public EngineOptions withChooser(Chooser decides) {
        return changed(copy -> copy.chooser = decides);
    }

    /** The same that protects itself in this way. */
    public EngineOptions withProtection(ProtectionOptions how) {
        return changed(copy -> copy.protection = how);
    }

    /** The same that gives peers this time to connect again. See {@link #reconnectTime()}. */
    public EngineOptions withReconnectTime(Duration time) {
        return changed(copy -> copy.reconnectTime = time);
    }

    /** The same that signs its hops in Record-Route with this. */
    public EngineOptions withRecordRouteKey(RecordRouteKey key) {
        return changed(copy -> copy.recordRouteKey = key);
    }

    /** The same that does this with OPTIONS that ask the engine itself and that nobody wants. */
    public EngineOptions withOptionsPing(OptionsPing answer) {
        return changed(copy -> copy.optionsPing = answer);
    }

    private EngineOptions changed(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.whole();
    }

    /** The options on their way from one record to the next. */
    private static final class Copy {
        private SipLimits limits;
        private TransactionSettings transactions;
        private Set<String> supported;
        private Garbage garbage;
        private RecorderLimits recorder;
        private SessionTimerOptions sessionTimers;
        private Chooser chooser;
        private ProtectionOptions protection;
        private Duration reconnectTime;
        private @Nullable RecordRouteKey recordRouteKey;
        private OptionsPing optionsPing;

        Copy(EngineOptions original) {
            limits = original.limits;
            transactions = original.transactions;
            supported = original.supported;
            garbage = original.garbage;
            recorder = original.recorder;
            sessionTimers = original.sessionTimers;
            chooser = original.chooser;
            protection = original.protection;
            reconnectTime = original.reconnectTime;
            recordRouteKey = original.recordRouteKey;
            optionsPing = original.optionsPing;
        }

        EngineOptions whole() {
            return new EngineOptions(
                    limits,
                    transactions,
                    supported,
                    garbage,
                    recorder,
                    sessionTimers,
                    chooser,
                    protection,
                    reconnectTime,
                    recordRouteKey,
                    optionsPing);
        }
    }
}
