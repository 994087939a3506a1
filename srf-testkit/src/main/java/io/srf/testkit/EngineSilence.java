// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.session.internal.SessionKeys;
import io.srf.sip.SipMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/**
 * From when on an engine in a {@link SimCluster} is silent: it died with all that it knew, or its process stands still.
 *
 * @param address where it listened
 * @param at since the beginning of the time
 * @param keys of the records that the store had then
 */
record EngineSilence(InetSocketAddress address, Duration at, Set<String> keys) {
    /** 64·T1: for so long a request is repeated that is not answered (RFC 3261 §17.1.2.2). */
    private static final Duration REPETITIONS = Duration.ofSeconds(32);

    /** Of a death: whether it came while the engine would have repeated this, in a call of which the store had no record. */
    boolean cutsShort(Packet last) {
        SipMessage message = last.message();
        return endsRepetitionsOf(last) && message != null && !keys.contains(SessionKeys.callId(message.callId()));
    }

    /** Of a death: whether it came while the engine would have repeated this. */
    boolean endsRepetitionsOf(Packet last) {
        return address.equals(last.from())
                && last.sentAt().compareTo(at) <= 0
                && at.compareTo(last.sentAt().plus(REPETITIONS)) < 0;
    }

    /** Whether it began after the engine had sent this, before that was sent, and before the end of the call was written: what it was answered, nobody may know. */
    boolean isBetween(Packet first, Packet then) {
        SipMessage message = first.message();
        return address.equals(first.from())
                && first.sentAt().compareTo(at) <= 0
                && at.compareTo(then.sentAt()) <= 0
                && message != null
                && keys.contains(SessionKeys.callId(message.callId()));
    }
}
