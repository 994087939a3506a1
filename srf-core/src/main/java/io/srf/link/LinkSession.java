// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.link.LinkException.Reason;
import io.srf.time.Timers;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opening of a link, from the attempt to its end: what is pending on it, and what arrives by it.
 *
 * <p>Messages are handed on by the thread they come on. Only until the application has been told that the link is ready do they pass through
 * {@link Serial}, as the telling does; and after that until those are all handed on, so that none overtakes another.
 */
final class LinkSession implements LinkListener<ServerMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

    private final Serial serial;
    private final LinkClientListener listener;
    private final BiConsumer<LinkSession, LinkException> ended;
    private final PendingReplies pending;
    private final AtomicInteger backlog = new AtomicInteger();
    private volatile @Nullable Link<ClientMessage> link;
    private volatile boolean announced;
    private volatile boolean dropped;

    /**
     * Makes a session that has no link yet.
     *
     * @param ended called in {@code serial} with this session when the link is gone
     */
    LinkSession(
            Serial serial,
            LinkClientListener listener,
            Timers timers,
            int maxPending,
            BiConsumer<LinkSession, LinkException> ended) {
        this.serial = serial;
        this.listener = listener;
        this.ended = ended;
        this.pending = new PendingReplies(timers, maxPending);
    }

    /** The link is open. */
    void opened(Link<ClientMessage> newLink) {
        link = newLink;
    }

    /** The application has been told; from now on messages go straight to it. */
    void announced() {
        announced = true;
    }

    /** Sends a message and waits so long for each reply. */
    void request(ClientMessage message, ReplyHandler handler, long timeoutMillis) {
        Link<ClientMessage> open = link;
        if (open == null) {
            PendingReplies.tell(handler, new LinkException(Reason.NOT_CONNECTED, "the link is not open yet"));
        } else if (pending.add(message.id(), handler, timeoutMillis)) {
            try {
                open.send(message);
            } catch (LinkException e) {
                pending.fail(message.id(), e);
            } catch (RuntimeException e) {
                pending.fail(message.id(), new LinkException(Reason.UNSENDABLE, "cannot send: " + e.getMessage(), e));
            }
        }
    }

    /** Closes the link, if there is one, and fails what waits for replies, now and later; what still arrives is ignored. */
    void drop(LinkException cause) {
        dropped = true;
        Link<ClientMessage> open = link;
        if (open != null) {
            open.close();
        }
        pending.failAll(cause);
    }

    @Override
    public void received(ServerMessage message) {
        if (announced && backlog.get() == 0) {
            deliver(message);
            return;
        }
        backlog.incrementAndGet();
        serial.run(() -> {
            deliver(message);
            backlog.decrementAndGet();
        });
    }

    private void deliver(ServerMessage message) {
        if (dropped) {
            return;
        }
        try {
            switch (message) {
                case Reply reply -> pending.reply(reply);
                case ServerMessage.Incoming incoming -> listener.incoming(incoming);
                case ServerMessage.Cdr cdr -> listener.cdr(cdr);
            }
        } catch (RuntimeException e) {
            LOG.error("the handler of a message failed: {}", message, e);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        String text = cause == null ? "the engine closed the link" : "the link was lost: " + cause;
        serial.run(() -> ended.accept(this, new LinkException(Reason.LOST, text, cause)));
    }
}
