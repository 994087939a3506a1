// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.dialog.ShardCore;
import io.srf.server.transaction.Ids;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which shard of an engine something belongs to. Any thread may ask. */
final class Placement {
    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);

    private final Shards shards;
    private final List<Home> homes;
    private final AtomicInteger next = new AtomicInteger();

    /** A shard, and the loop that alone may touch it. */
    record Home(Loop loop, ShardCore core) {
        /** Runs what comes from the network: at once if this is the loop's thread. */
        void run(Runnable task) {
            if (loop.inLoop()) {
                task.run();
            } else {
                loop.later(task);
            }
        }
    }

    /** @param cores one for each loop, in their order */
    Placement(Shards shards, List<ShardCore> cores) {
        this.shards = shards;
        List<Home> all = new ArrayList<>();
        for (int i = 0; i < cores.size(); i++) {
            all.add(new Home(shards.all().get(i), cores.get(i)));
        }
        this.homes = List.copyOf(all);
    }

    List<Home> all() {
        return homes;
    }

    /** A response belongs to the shard that sent its request, a request to the one of its Call-ID. */
    Home of(SipMessage message) {
        if (message instanceof SipResponse) {
            try {
                String branch = message.topVia().branch();
                int shard = branch == null ? -1 : Ids.shardOf(branch);
                if (shard >= 0 && shard < homes.size()) {
                    return homes.get(shard);
                }
            } catch (SipParseException e) {
                LOG.debug("a response with an unreadable Via: {}", e.getMessage());
            }
        }
        String callId = message.header(HeaderName.CALL_ID);
        return ofCall(callId == null ? "" : callId);
    }

    /** What an application sends belongs to the shard of the dialog or the transaction that it names, else to that of its Call-ID. */
    Home of(ClientMessage.Send asked) {
        if (asked.dialogId() != null) {
            return ofDialog(asked.dialogId());
        }
        if (asked.transactionId() != null) {
            return ofTransaction(asked.transactionId());
        }
        String callId = asked.message().header(HeaderName.CALL_ID);
        return callId != null ? ofCall(callId) : any();
    }

    Home ofDialog(String dialogId) {
        return ofCall(ShardCore.callIdOf(dialogId));
    }

    /** The shard that made this id, or any if none did. */
    Home ofTransaction(String transactionId) {
        int shard = Ids.shardOf(transactionId);
        return homes.get(shard >= 0 && shard < homes.size() ? shard : 0);
    }

    /** Everything with this Call-ID belongs to one shard. */
    Home ofCall(String callId) {
        return homes.get(shards.all().indexOf(shards.of(callId)));
    }

    /** The shard of the calling thread, so that both legs of a call share it; else each in turn. */
    private Home any() {
        for (Home home : homes) {
            if (home.loop().inLoop()) {
                return home;
            }
        }
        return homes.get(Math.floorMod(next.getAndIncrement(), homes.size()));
    }
}
