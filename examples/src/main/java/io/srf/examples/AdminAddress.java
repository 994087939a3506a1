// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.link.Connector;
import io.srf.link.TcpConnector;
import io.srf.link.TcpOptions;
import io.srf.link.UnixConnector;
import io.srf.server.transport.Hosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads from a command line where applications and an engine meet: {@code host:port}, or {@code unix:} and the file of a UNIX domain socket. */
final class AdminAddress implements ITypeConverter<SocketAddress> {
    private static final String UNIX = "unix:";

    @Override
    public SocketAddress convert(String text) {
        if (!text.startsWith(UNIX)) {
            return new HostPort().convert(text);
        }
        String path = text.substring(UNIX.length());
        try {
            new UnixConnector(Path.of(path)); // refuses a path that no socket can have
            return UnixDomainSocketAddress.of(path);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** As it would be written there. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress port ? Hosts.withPort(port) : UNIX + address;
    }

    /** Throws {@link IllegalArgumentException} if TLS cannot be spoken there, naming the flag that asks for it. */
    static void requirePort(SocketAddress address, String flag) {
        if (!(address instanceof InetSocketAddress)) {
            throw new IllegalArgumentException(flag + ": no meaning with " + text(address) + " (expected: without)");
        }
    }

    /** Throws {@link IllegalArgumentException} if it is no file, naming the flag that needs one. */
    static void requireFile(SocketAddress address, String flag) {
        if (address instanceof InetSocketAddress) {
            throw new IllegalArgumentException(
                    flag + ": no meaning with " + text(address) + " (expected: with --admin " + UNIX + "FILE)");
        }
    }

    /** Leads an application to the engine there. */
    static Connector connector(SocketAddress address, TcpOptions options) {
        return address instanceof InetSocketAddress port
                ? new TcpConnector(port.getHostString(), port.getPort(), options)
                : new UnixConnector(((UnixDomainSocketAddress) address).getPath());
    }

    /** A link waits for an engine that is not there yet; a command line should rather say so, as an {@link UncheckedIOException}. */
    static void requireReachable(SocketAddress address, Duration patience) {
        try {
            if (address instanceof InetSocketAddress port) {
                visit(port, patience);
            } else {
                SocketChannel.open(address).close();
            }
        } catch (IOException e) {
            String target = connector(address, TcpOptions.DEFAULT).target();
            throw new UncheckedIOException("cannot connect to " + target + ": " + e.getMessage(), e);
        }
    }

    /** Waits until an application is connected there; a server that has not answered in time is named by an {@link UncheckedIOException}. */
    static void waitFor(CompletableFuture<?> connected, SocketAddress address, Duration patience) {
        try {
            connected.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException silence) {
                String problem = text(address) + " has not answered in " + patience.toMillis() / 1e3 + " s";
                throw new UncheckedIOException(
                        problem + " (expected: the admin port of an engine)", new IOException(silence));
            }
            throw e;
        }
    }

    private static void visit(InetSocketAddress port, Duration patience) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(port, (int) patience.toMillis());
        }
    }
}
