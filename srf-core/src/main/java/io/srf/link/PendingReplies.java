// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.link.LinkException.Reason;
import io.srf.time.Timer;
import io.srf.time.Timers;
import io.srf.wire.Reply;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one link that wait for their replies. Each is settled once: whoever takes it out of the map, be it for its reply, its timer or the
 * end of the link, tells its handler. Any thread may call.
 */
final class PendingReplies {
    private static final Logger LOG = LoggerFactory.getLogger(PendingReplies.class);

    private final ConcurrentMap<String, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Timers timers;
    private final int max;
    private volatile @Nullable LinkException end;

    PendingReplies(Timers timers, int max) {
        this.timers = timers;
        this.max = max;
    }

    /** Waits for the reply to a message, so long for each if there are several; if that is not possible, the handler is told and the answer is false. */
    boolean add(String id, ReplyHandler handler, long timeoutMillis) {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            tell(
                    handler,
                    new LinkException(Reason.OVERLOADED, "too many requests wait for replies, expected: ≤ " + max));
            return false;
        }
        Pending added = new Pending(id, handler, timeoutMillis);
        added.startTimer();
        if (pending.putIfAbsent(id, added) != null) {
            added.stopTimer();
            count.decrementAndGet();
            throw new IllegalArgumentException("the message id " + id + " is in use, expected a new one");
        }
        LinkException ended = end;
        return ended == null || !fail(id, ended);
    }

    /** Hands a reply to whoever waits for it. */
    void reply(Reply reply) {
        Pending waiting = reply instanceof Reply.Proxied ? pending.get(reply.inReplyTo()) : take(reply.inReplyTo());
        if (waiting == null) {
            LOG.debug("a reply to {}, for which nobody waits: {}", reply.inReplyTo(), reply);
            return;
        }
        if (reply instanceof Reply.Proxied) {
            waiting.startTimer();
            if (pending.get(waiting.id) != waiting) {
                waiting.stopTimer(); // it was settled meanwhile
            }
        }
        try {
            waiting.handler.reply(reply);
        } catch (RuntimeException e) {
            LOG.error("the handler of the reply to {} failed", reply.inReplyTo(), e);
        }
    }

    /** Gives up waiting for one reply; false if nobody waits for it. */
    boolean fail(String id, LinkException cause) {
        Pending failed = take(id);
        if (failed != null) {
            tell(failed.handler, cause);
        }
        return failed != null;
    }

    /** Gives up waiting for all, and for all that are added later. */
    void failAll(LinkException cause) {
        end = cause;
        for (String id : pending.keySet()) {
            fail(id, cause);
        }
    }

    int size() {
        return pending.size();
    }

    private @Nullable Pending take(String id) {
        Pending taken = pending.remove(id);
        if (taken != null) {
            count.decrementAndGet();
            taken.stopTimer();
        }
        return taken;
    }

    static void tell(ReplyHandler handler, LinkException cause) {
        try {
            handler.failed(cause);
        } catch (RuntimeException e) {
            LOG.error("the handler of a failed request failed", e);
        }
    }

    private final class Pending {
        private final String id;
        private final ReplyHandler handler;
        private final long timeoutMillis;
        private volatile @Nullable Timer timer;

        Pending(String id, ReplyHandler handler, long timeoutMillis) {
            this.id = id;
            this.handler = handler;
            this.timeoutMillis = timeoutMillis;
        }

        void startTimer() {
            stopTimer();
            timer = timers.schedule(timeoutMillis, this::expire);
        }

        void stopTimer() {
            Timer started = timer;
            if (started != null) {
                started.cancel();
            }
        }

        private void expire() {
            fail(id, new LinkException(Reason.TIMEOUT, "no reply within " + timeoutMillis + " ms"));
        }
    }
}
