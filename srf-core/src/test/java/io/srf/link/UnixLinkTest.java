// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.srf.link.LinkException.Reason;
import io.srf.sip.Ids;
import io.srf.sip.SipRequest;
import io.srf.wire.ClientMessage;
import io.srf.wire.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and engines that meet at the file of a UNIX domain socket. */
class UnixLinkTest extends RealLinks {
    @TempDir
    private Path folder;

    private Path file = Path.of("admin.sock");

    @BeforeEach
    void there_is_an_empty_folder() {
        file = folder.resolve("admin.sock");
    }

    @AfterEach
    @Override
    void no_link_is_left_over() throws Exception {
        super.no_link_is_left_over();
        assertThat(file).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(it -> it.getFileName().toString().startsWith("."));
        }
    }

    private LinkServer server() {
        return server(UnixDomainSocketAddress.of(file));
    }

    private LinkServer server(SocketAddress address) {
        LinkServer server = new LinkServer(address, engine, PeerLimits.DEFAULT, null);
        open.add(server);
        return server;
    }

    private LinkClient client(LinkOptions options) {
        return client(new UnixConnector(file), options);
    }

    private static ClientMessage.Send message() {
        return new ClientMessage.Send(
                Ids.next(),
                null,
                null,
                null,
                SipRequest.builder("OPTIONS", "sip:h").build());
    }

    /** A socket whose process was killed. */
    private void dies() throws IOException {
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(file));
        dead.close();
        assertThat(file).exists();
    }

    private void isServed() throws Exception {
        LinkClient client = client(OPTIONS);
        get(client.connect());
        assertThat(get(client.request(message()))).isInstanceOf(Reply.Sent.class);
    }

    private void cannotListen(String why) {
        assertThatThrownBy(this::server)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on unix:" + file + ": " + why);
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    @Test
    void a_client_is_welcomed_and_its_messages_are_answered_in_order() throws Exception {
        server();
        LinkClient client = client(OPTIONS);
        assertThat(get(client.connect()).version()).isEqualTo("srf-test");
        List<Integer> answered = new CopyOnWriteArrayList<>();
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            int number = i;
            client.request(message(), ReplyHandler.ofLast(reply -> answered.add(number), failure -> {}));
        }
        await().until(() -> answered.size() == count);
        assertThat(answered).isSorted();
    }

    @Test
    void both_ends_are_named_by_the_file() throws Exception {
        LinkServer server = server();
        LinkClient client = client(OPTIONS);
        get(client.connect());

        assertThat(engine.links.iterator().next().peer()).isEqualTo("unix:" + file);
        assertThat(new UnixConnector(file).target()).isEqualTo("unix:" + file);
        assertThat(server.address()).isEqualTo(UnixDomainSocketAddress.of(file));
        assertThat(server.stats().open()).isOne();
    }

    @Test
    void a_wrong_secret_is_told_before_the_link_closes() throws Exception {
        server();
        assertThat(reason(client(LinkOptions.of("wrong")).connect())).isEqualTo(Reason.REFUSED);
    }

    @Test
    void a_client_comes_back_when_its_engine_does() throws Exception {
        LinkServer first = server();
        LinkClient client = client(OPTIONS);
        get(client.connect());
        first.close();
        await().until(() -> events.contains("disconnected LOST"));
        assertThat(reason(client.request(message()))).isEqualTo(Reason.NOT_CONNECTED);

        server();
        await().until(() -> client.engine() != null);
        assertThat(get(client.request(message()))).isInstanceOf(Reply.Sent.class);
    }

    @Test
    void a_place_where_nobody_listens_is_named() {
        LinkClient client = client(OPTIONS.withReconnect(ReconnectPolicy.NEVER));
        assertThatThrownBy(() -> get(client.connect()))
                .cause()
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("cannot connect to unix:" + file);
    }

    @Test
    void only_the_owner_may_ever_connect_and_nothing_else_is_left_in_the_folder() throws Exception {
        assumeTrue(isPosix(), "the file system has no permissions");
        Set<String> seen = new TreeSet<>();
        Thread watcher = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                permissions().ifPresent(seen::add);
            }
        });
        for (int i = 0; i < 200; i++) {
            server().close();
        }
        server();
        watcher.interrupt();
        watcher.join();
        permissions().ifPresent(seen::add);

        assertThat(seen).containsExactly("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private LinkServer server(String group) {
        LinkServer server = new LinkServer(
                new LinkServer.Place(UnixDomainSocketAddress.of(file), group),
                engine,
                PeerLimits.DEFAULT,
                null,
                LinkServer.Threads.shared());
        open.add(server);
        return server;
    }

    @Test
    void the_users_of_a_group_may_connect_too_and_nobody_else_ever() throws Exception {
        assumeTrue(isPosix(), "the file system has no permissions");
        String group = Files.getAttribute(folder, "posix:group").toString();
        Set<String> seen = new TreeSet<>();
        Thread watcher = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                permissions().ifPresent(seen::add);
            }
        });
        for (int i = 0; i < 50; i++) {
            server(group).close();
        }
        server(group);
        watcher.interrupt();
        watcher.join();
        permissions().ifPresent(seen::add);

        assertThat(seen).containsExactly("rw-rw----");
        assertThat(Files.getAttribute(file, "posix:group")).hasToString(group);
        isServed();
    }

    @Test
    void a_group_that_is_not_there_is_named() {
        assumeTrue(isPosix(), "the file system has no permissions");
        assertThatThrownBy(() -> server("no-such-group"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on unix:" + file + ": there is no group no-such-group");
    }

    private Optional<String> permissions() {
        try {
            return Optional.of(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_a_dead_engine_has_left_is_replaced() throws Exception {
        dies();
        server();
        isServed();
    }

    @Test
    void a_socket_at_which_somebody_listens_is_not_stolen() throws Exception {
        server();
        cannotListen("address in use");
        isServed();
    }

    @Test
    void a_file_that_is_no_socket_is_never_deleted() throws Exception {
        Files.writeString(file, "precious");
        cannotListen("there is a file that is no socket");
        assertThat(file).hasContent("precious");

        Files.delete(file);
        Files.createDirectory(file);
        cannotListen("there is a file that is no socket");
        assertThat(file).isDirectory();
        Files.delete(file);
    }

    @Test
    void a_pipe_is_no_socket() throws Exception {
        assumeTrue(isPosix() && runs("mkfifo", file.toString()), "pipes have no names here");
        cannotListen("there is a file that is no socket");
        Files.delete(file);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_link_to_a_socket_is_no_socket() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        server(UnixDomainSocketAddress.of(elsewhere));
        Files.createSymbolicLink(file, elsewhere);
        cannotListen("there is a file that is no socket");
        Files.delete(file);
    }

    @Test
    void the_file_of_a_successor_is_not_deleted() throws Exception {
        LinkServer first = server();
        Files.delete(file);
        server();
        first.close();
        first.close();
        isServed();
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        file = folder.resolve("nowhere/admin.sock");
        cannotListen("there is no folder " + folder.resolve("nowhere"));
    }

    @Test
    void a_path_that_is_too_long_is_named_with_its_bound() {
        Path tooLong = folder.resolve("x".repeat(SocketFile.MAX_PATH_BYTES));
        String expected = "expected: 1 to 100: \"" + tooLong + '"';
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UnixConnector(tooLong))
                .withMessageContaining(expected);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server(UnixDomainSocketAddress.of(tooLong)))
                .withMessageContaining(expected);
    }

    @Test
    void the_longest_path_can_be_listened_at() throws Exception {
        int rest = SocketFile.MAX_PATH_BYTES - folder.toString().length() - 3;
        Path deep = Files.createDirectory(folder.resolve("d".repeat(rest)));
        file = deep.resolve("s");
        assertThat(file.toString()).hasSize(SocketFile.MAX_PATH_BYTES);
        server();
        isServed();
    }
}
