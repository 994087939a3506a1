// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transaction.Effect.SendCancel;
import io.srf.server.transaction.Effect.StartTimer;

/**
 * When the CANCEL of an INVITE may be sent (RFC 3261 §9.1).
 *
 * <pre>
 * state       event        next        effects
 * ----------  -----------  ----------  ------------------------------------------------
 * Silent      cancel       Held        -
 *             provisional  Ringing     -
 *             final        Over        -
 * Ringing     cancel       Sent        start CANCELLED = 64·T1, send CANCEL
 *             final        Over        -
 * Held        provisional  Sent        start CANCELLED = 64·T1, send CANCEL
 *             final        Over        -
 * Sent        final        Over        -
 * </pre>
 *
 * <p>Everything else is ignored. {@code final} is the end of the INVITE transaction too.
 */
final class InviteCancel {
    /** Where the CANCEL can be. */
    enum State {
        /** No response yet. */
        SILENT,
        /** A provisional response has come. */
        RINGING,
        /** To be sent when a provisional response comes. */
        HELD,
        /** Sent. */
        SENT,
        /** Too late. */
        OVER
    }

    /** What happens to it. */
    enum Event {
        /** The user wants it. */
        CANCEL,
        /** A provisional response came. */
        PROVISIONAL,
        /** A final response came. */
        FINAL
    }

    private final StartTimer startCancelled;

    InviteCancel(TimerValues timers) {
        this.startCancelled = new StartTimer(TimerName.CANCELLED, timers.limit());
    }

    Step<State, Effect.OfClient> step(State state, Event event) {
        return switch (state) {
            case SILENT ->
                switch (event) {
                    case CANCEL -> Step.to(State.HELD);
                    case PROVISIONAL -> Step.to(State.RINGING);
                    case FINAL -> Step.to(State.OVER);
                };
            case RINGING ->
                switch (event) {
                    case CANCEL -> sent();
                    case PROVISIONAL -> Step.to(State.RINGING);
                    case FINAL -> Step.to(State.OVER);
                };
            case HELD ->
                switch (event) {
                    case CANCEL -> Step.to(State.HELD);
                    case PROVISIONAL -> sent();
                    case FINAL -> Step.to(State.OVER);
                };
            case SENT -> Step.to(event == Event.FINAL ? State.OVER : State.SENT);
            case OVER -> Step.to(State.OVER);
        };
    }

    private Step<State, Effect.OfClient> sent() {
        return Step.to(State.SENT, startCancelled, new SendCancel());
    }
}
