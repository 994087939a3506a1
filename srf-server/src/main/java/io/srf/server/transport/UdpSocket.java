// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoOps;
import io.netty.channel.nio.NioSelectableChannelIoHandle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One socket of a {@link UdpTransport}: its event loop reads, any thread sends. */
final class UdpSocket {
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    /** Phones that keep their way through a NAT open with zeros send so many at most. */
    private static final int MAX_ZEROS = 4;
    /** Then other sockets and tasks of the loop get their turn. */
    private static final int MAX_READS_PER_TURN = 64;

    /** Turns that follow each other so fast are those of a busy socket. */
    private static final long BUSY_NANOS = 100_000;

    private final UdpTransport owner;
    private final DatagramChannel channel;
    private final IoEventLoop loop;
    private final NetworkContext context;
    private final NetworkLog log;
    private final Backlog backlog = new Backlog(System.nanoTime());
    private volatile @Nullable IoRegistration registration;

    /** On the next loop. */
    UdpSocket(UdpTransport owner, DatagramChannel channel, NetworkContext context) {
        this.owner = owner;
        this.channel = channel;
        this.loop = context.loops().nextLoop();
        this.context = context;
        this.log = context.log();
    }

    /** Begins to receive. */
    void start() {
        IoRegistration registered =
                loop.register(new Reader()).syncUninterruptibly().getNow();
        registration = registered;
        registered.submit(NioIoOps.READ);
    }

    /** Whether the calling thread is the one that reads. */
    boolean isOfThisThread() {
        return loop.inEventLoop();
    }

    /** For how long datagrams have been waiting to be read. */
    long backlogNanos() {
        return backlog.nanos();
    }

    void send(byte[] message, InetSocketAddress peer, Consumer<Throwable> onFailure) {
        try {
            int sent = channel.send(ByteBuffer.wrap(message), peer);
            if (sent == 0 && message.length > 0) {
                log.warn(NetworkCounter.DATAGRAMS_DROPPED, peer, "the send buffer is full");
            } else {
                log.count(NetworkCounter.DATAGRAMS_OUT);
            }
        } catch (IOException | RuntimeException e) {
            log.warn(NetworkCounter.DATAGRAMS_REFUSED, peer, "cannot send " + message.length + " bytes: " + e);
            onFailure.accept(e);
        }
    }

    /** Also cancels the registration, which the loop does in its own time. */
    void close() {
        IoRegistration registered = registration;
        if (registered != null) {
            registered.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.warn(NetworkCounter.READ_ERRORS, owner.listenPoint().address(), "cannot close: " + e);
        }
    }

    /** Takes datagrams off the socket when the loop says that there are some. */
    private final class Reader extends NioSelectableChannelIoHandle<DatagramChannel> {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
        private long lastTurnNanos = System.nanoTime();

        Reader() {
            super(channel);
        }

        @Override
        protected void handle(DatagramChannel ready, SelectionKey key) {
            long now = System.nanoTime();
            backlog.turnBegins(now);
            int most = isBusy(now) || backlog.isDue(now) ? MAX_READS_PER_TURN : 1;
            try {
                int read = 0;
                while (read < most && readOne(ready)) {
                    read++;
                }
                if (read < most) {
                    backlog.emptied(System.nanoTime());
                } else if (most > 1) {
                    backlog.left(System.nanoTime());
                }
            } catch (ClosedChannelException e) {
                close();
            } catch (IOException e) {
                log.warn(NetworkCounter.READ_ERRORS, owner.listenPoint().address(), "cannot read: " + e);
            }
        }

        /** Takes a datagram, if there is one. */
        private boolean readOne(DatagramChannel ready) throws IOException {
            buffer.clear();
            InetSocketAddress peer = (InetSocketAddress) ready.receive(buffer);
            if (peer == null) {
                return false;
            }
            buffer.flip();
            if (beginsLikeSip()) {
                received(peer);
            } else if (StunBinding.isStun(buffer)) {
                answerStun(peer);
            } else if (!isKeepAlive()) {
                received(peer);
            }
            return true;
        }

        /** Whether there is a letter in front, as in SIP: neither STUN nor a keep-alive has one. */
        private boolean beginsLikeSip() {
            return buffer.limit() > 0 && buffer.get(0) >= 'A';
        }

        /** Other messages of STUN than requests need no answer. */
        private void answerStun(InetSocketAddress peer) {
            byte[] answer = StunBinding.isRequest(buffer) && context.inbox().answersStun(peer)
                    ? StunBinding.answer(buffer, peer)
                    : null;
            if (answer != null) {
                send(answer, peer, failure -> {});
            }
        }

        /** Whether more than one datagram is likely to wait; to look for another costs a system call. If one does, the loop comes back at once. */
        private boolean isBusy(long now) {
            boolean busy = now - lastTurnNanos < BUSY_NANOS;
            lastTurnNanos = now;
            return busy;
        }

        private void received(InetSocketAddress peer) {
            byte[] message = new byte[buffer.remaining()];
            buffer.get(message);
            context.inbox().received(NetworkCounter.DATAGRAMS_IN, message, owner.flowTo(peer));
        }

        /** Whether there is nothing but line ends, or a few zeros. */
        private boolean isKeepAlive() {
            boolean mayHaveZeros = buffer.limit() <= MAX_ZEROS;
            int i = 0;
            while (i < buffer.limit() && isOfKeepAlive(buffer.get(i), mayHaveZeros)) {
                i++;
            }
            return i == buffer.limit();
        }

        private static boolean isOfKeepAlive(byte b, boolean mayHaveZeros) {
            return b == '\r' || b == '\n' || (b == 0 && mayHaveZeros);
        }

        @Override
        public void close() {
            UdpSocket.this.close();
        }
    }
}
