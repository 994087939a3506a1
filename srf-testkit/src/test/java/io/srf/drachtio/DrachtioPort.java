// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.link.Link;
import io.srf.link.LinkAcceptor;
import io.srf.link.LinkListener;
import io.srf.sip.Ids;
import io.srf.sip.SipLimits;
import io.srf.wire.ClientMessage;
import io.srf.wire.Payload;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import io.srf.wire.WireException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The admin port of a drachtio-server: TCP connections that are read as that server reads them. A thread for each. It closes with the last of them. */
public final class DrachtioPort implements AutoCloseable {
    private static final WireCodec<ClientMessage, ServerMessage> CODEC = WireCodec.ofEngine(SipLimits.DEFAULT);

    private final LinkAcceptor<ClientMessage, ServerMessage> server;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Listens on a free port of the loopback interface. */
    public DrachtioPort(LinkAcceptor<ClientMessage, ServerMessage> server) {
        this.server = server;
        try {
            listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("drachtio-port").start(this::listen);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Connection connection = new Connection(listening.accept());
                Thread.ofVirtual().name("drachtio-connection").start(connection::read);
            } catch (IOException e) {
                return; // the port was closed
            }
        }
    }

    @Override
    public void close() {
        try (listening) {
            open.forEach(DrachtioPort::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Connection implements Link<ServerMessage> {
        private final Socket socket;
        private final OutputStream out;
        private final LinkListener<ClientMessage> client;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            out = socket.getOutputStream();
            open.add(socket);
            client = server.accept(this);
        }

        void read() {
            ReceiveRing ring = new ReceiveRing();
            byte[] chunk = new byte[ReceiveRing.READ];
            try (socket) {
                for (int count = socket.getInputStream().read(chunk); count > 0; ) {
                    hear(ring.add(chunk, count));
                    count = socket.getInputStream().read(chunk);
                }
            } catch (IOException | IllegalStateException e) {
                // closed without a word, as the real one does
            } finally {
                open.remove(socket);
                client.closed(null);
                if (open.isEmpty()) {
                    DrachtioPort.this.close();
                }
            }
        }

        private void hear(List<byte[]> frames) {
            for (byte[] frame : frames) {
                try {
                    client.received(CODEC.decode(frame));
                } catch (WireException e) {
                    refuse(e);
                }
            }
        }

        private void refuse(WireException e) {
            boolean fatal = e.damage() != WireException.Damage.SIP;
            if (e.messageId() != null) {
                send(new Reply.Refused(Ids.next(), e.messageId(), fatal, String.valueOf(e.getMessage())));
            }
            if (fatal) {
                close();
            }
        }

        @Override
        public synchronized void send(ServerMessage message) {
            Payload payload = CODEC.encode(message);
            try {
                out.write((payload.length() + "#").getBytes(StandardCharsets.ISO_8859_1));
                out.write(payload.toBytes());
                out.flush();
            } catch (IOException e) {
                close(); // whoever reads hears of it
            }
        }

        @Override
        public void close() {
            DrachtioPort.close(socket);
        }

        @Override
        public String peer() {
            return socket.getRemoteSocketAddress().toString();
        }
    }
}
