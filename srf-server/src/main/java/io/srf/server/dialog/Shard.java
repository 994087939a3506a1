// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.Loop;
import io.srf.server.Shards;
import io.srf.server.admin.Application;
import io.srf.server.lookup.Resolver;
import io.srf.server.routing.Applications;
import io.srf.server.sessiontimer.SessionTimerOptions;
import io.srf.server.transaction.CallLog;
import io.srf.server.transaction.Flows;
import io.srf.server.transaction.Ids;
import io.srf.server.transport.Network;
import java.time.Duration;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What one shard works with. What it holds is touched by its loop alone, but for the applications and the network, which any thread may use.
 *
 * @param loop the shard's thread
 * @param ids makes the shard's identifiers
 * @param network the engine's sockets
 * @param flows the ways out
 * @param resolver finds targets and remembers which of them failed
 * @param applications who wants new requests
 * @param reception decides who gets them
 * @param supported the option tags that a request may require (RFC 3261 §19.2)
 * @param shards which loop a Call-ID belongs to
 * @param calls takes down what happens
 * @param sessionTimers what the engine wants of session timers
 * @param reconnectTime how long dialogs wait for peers whose only connection has closed
 * @param recordRouteKey signs our hops in Record-Route; null for one of this shard's own
 */
public record Shard(
        Loop loop,
        Ids ids,
        Network network,
        Flows flows,
        Resolver resolver,
        Applications<Application> applications,
        Reception reception,
        Set<String> supported,
        Shards shards,
        CallLog calls,
        SessionTimerOptions sessionTimers,
        Duration reconnectTime,
        @Nullable SecretKey recordRouteKey) {
    /** A Call-ID that belongs to this shard. */
    String newCallId() {
        String callId;
        do {
            callId = ids.next();
        } while (!shards.of(callId).equals(loop));
        return callId;
    }
}
