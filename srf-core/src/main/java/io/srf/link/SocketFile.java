// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a UNIX domain socket that is listened at. Only its owner may connect, and the users of a group if there is one.
 *
 * <p>The socket is made in a folder that nobody else can enter, gets its permissions there, and is then moved to where it is waited for: it never
 * had others there. On systems without POSIX permissions it is made in its place, and the folder says who may connect.
 *
 * <p>What a process has left that was killed is replaced. A socket at which somebody listens is not, nor is a file that is no socket.
 */
final class SocketFile implements Binding {
    /** What fits everywhere: macOS takes no more than 103, Linux 107, and the path at which the socket is made may be longer than its own by 5. */
    static final int MAX_PATH_BYTES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-rw----");
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int RADIX = Character.MAX_RADIX;
    private static final int NAMES = RADIX * RADIX * RADIX;
    /** Of a mode, as {@code <sys/stat.h>} has it. */
    private static final int KIND = 0xf000;

    private static final int SOCKET = 0xc000;

    private final Path path;
    private final @Nullable String group;
    /** Tells our file from another with its name; null while there is none, and where it was made in its place. */
    private @Nullable Object key;

    /** @param group whose users may connect, too; null for nobody else */
    SocketFile(Path path, @Nullable String group) {
        this.path = address(path).getPath();
        this.group = group;
    }

    /** @throws IllegalArgumentException if the path is empty or too long */
    static UnixDomainSocketAddress address(Path file) {
        int length = file.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("the path of a socket has " + length + " bytes, expected: 1 to "
                    + MAX_PATH_BYTES + ": \"" + file + '"');
        }
        return UnixDomainSocketAddress.of(file);
    }

    @Override
    public Channel bind(ServerBootstrap bootstrap) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new BindException("there is no folder " + folder);
        }
        ServerBootstrap unix = bootstrap
                .channel(NioServerDomainSocketChannel.class)
                .childAttr(PeerNames.NAME, PeerNames.of(UnixDomainSocketAddress.of(path)));
        return has("posix") ? bindAside(unix) : bindInPlace(unix);
    }

    private Channel bindInPlace(ServerBootstrap bootstrap) throws IOException {
        if (group != null) {
            throw new BindException("files have no groups here, expected no " + group);
        }
        makeRoom();
        return Binding.await(bootstrap.bind(UnixDomainSocketAddress.of(path)));
    }

    private Channel bindAside(ServerBootstrap bootstrap) throws IOException {
        Path aside = path.resolveSibling(
                '.' + Integer.toString(ThreadLocalRandom.current().nextInt(NAMES), RADIX));
        Files.createDirectory(aside, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
        try {
            Path made = aside.resolve("s");
            Channel channel = Binding.await(bootstrap.bind(UnixDomainSocketAddress.of(made)));
            try {
                permit(made);
                key = keyOf(made);
                makeRoom();
                Files.move(made, path);
                return channel;
            } catch (IOException e) {
                channel.close().awaitUninterruptibly(); // which deletes what was made
                throw e;
            }
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private void permit(Path made) throws IOException {
        if (group == null) {
            Files.setPosixFilePermissions(made, OWNER_ALONE);
            return;
        }
        try {
            GroupPrincipal users =
                    made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            Files.getFileAttributeView(made, PosixFileAttributeView.class).setGroup(users);
        } catch (UserPrincipalNotFoundException e) {
            throw new BindException("there is no group " + group);
        } catch (FileSystemException e) {
            throw new BindException("the file cannot be given to the group " + group + ", expected one of this user's: "
                    + e.getReason());
        }
        Files.setPosixFilePermissions(made, OWNER_AND_GROUP);
    }

    /** Deletes a socket at which nobody listens any more. */
    private void makeRoom() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket()) {
            throw new BindException("there is a file that is no socket");
        }
        if (isListenedAt()) {
            throw new BindException("address in use");
        }
        Files.deleteIfExists(path);
    }

    private boolean isSocket() throws IOException {
        return has("unix")
                ? ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & KIND) == SOCKET
                : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther();
    }

    /** Does not wait: somebody who has no room for another connection listens, too. */
    private boolean isListenedAt() throws IOException {
        try (SocketChannel visitor = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            visitor.configureBlocking(false);
            visitor.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }

    private boolean has(String view) {
        return path.getFileSystem().supportedFileAttributeViews().contains(view);
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Deletes the file, unless it is another's by now. One that was made in its place is deleted when its channel closes. */
    @Override
    public void release() {
        try {
            if (key != null && key.equals(keyOf(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} was deleted before", path);
        } catch (IOException e) {
            LOG.warn("{} is left: {}", path, e.toString());
        }
        key = null;
    }

    @Override
    public SocketAddress wanted() {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketAddress address(Channel channel) {
        return wanted();
    }
}
