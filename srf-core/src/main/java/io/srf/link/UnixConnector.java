// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import java.nio.file.Path;

/**
 * Links by a UNIX domain socket to an srf engine on this machine, with the bounds of {@link TcpOptions#DEFAULT}.
 *
 * <p>Who may connect is a matter of the file's permissions. The engine wants to hear the secret all the same.
 */
public final class UnixConnector extends SocketConnector {
    /**
     * Links to the engine that listens there.
     *
     * @param socket the file of its socket, such as {@code /run/srf/admin.sock}
     * @throws IllegalArgumentException if the path is too long for a socket
     */
    public UnixConnector(Path socket) {
        super(new Destination.Socket(socket), TcpOptions.DEFAULT);
    }
}
