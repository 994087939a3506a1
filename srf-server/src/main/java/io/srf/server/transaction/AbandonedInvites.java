// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.server.transport.Flow;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * INVITEs that nobody answered in time and that were sent elsewhere, in case of a late answer: a provisional response gets the CANCEL that could not be
 * sent before (RFC 3261 §9.1), a failure its ACK, and a 2xx is told. For the shard's loop alone.
 */
final class AbandonedInvites {
    /** How many are remembered; the oldest makes room. */
    static final int MAX_REMEMBERED = 10_000;

    /** How long after it was abandoned an INVITE may be answered: Timer C (RFC 3261 §16.6). */
    static final long REMEMBERED_MILLIS = 180_000;

    private static final class Entry {
        private final SipRequest invite;
        private final Flow flow;
        private final Consumer<SipResponse> success;
        private boolean cancelled;

        Entry(SipRequest invite, Flow flow, Consumer<SipResponse> success) {
            this.invite = invite;
            this.flow = flow;
            this.success = success;
        }
    }

    private final ClientTransactions table;
    private final Map<ClientKey, Entry> byKey = new LinkedHashMap<>();

    AbandonedInvites(ClientTransactions table) {
        this.table = table;
    }

    /** Remembers an INVITE; each 2xx that comes for it, repeated ones too, is told. */
    void add(SipRequest invite, Flow flow, Consumer<SipResponse> success) {
        if (byKey.size() >= MAX_REMEMBERED) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        ClientKey key = ClientKey.of(invite);
        byKey.put(key, new Entry(invite.packed(), flow, success));
        table.context().loop().timers().schedule(REMEMBERED_MILLIS, () -> byKey.remove(key));
    }

    /** Takes a response without a transaction; false if it is to none of these. */
    boolean take(SipResponse response) {
        Entry entry = response.method().equals(Methods.INVITE) ? find(response) : null;
        if (entry == null) {
            return false;
        }
        if (response.isSuccess()) {
            entry.success.accept(response);
        } else if (response.isFinal()) {
            table.transmit(AckAndCancel.ack(entry.invite, response), entry.flow);
        } else if (!entry.cancelled) {
            entry.cancelled = true;
            table.sendCancel(AckAndCancel.cancel(entry.invite, List.of()), entry.flow);
        }
        return true;
    }

    private @Nullable Entry find(SipResponse response) {
        return byKey.isEmpty() ? null : byKey.get(ClientKey.of(response));
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    void close() {
        byKey.clear();
    }
}
