// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.io.IOException;
import java.net.SocketAddress;

/** Rings, answers, and is hung up. */
final class Callee extends StatelessPhone {
    private static final String NO_BODY = "Content-Length: 0\r\n\r\n";

    Callee() throws IOException {
        super("callee");
        start();
    }

    String uri() {
        return "sip:bob@" + hostPort();
    }

    @Override
    void received(String message, SocketAddress from) throws IOException {
        String contact = "Contact: <" + uri() + ">\r\n";
        if (message.startsWith("INVITE ")) {
            answer(message, "180 Ringing", "bob", contact + NO_BODY, from);
            answer(message, "200 OK", "bob", contact + body(), from);
        } else if (isPlainRequest(message)) {
            answer(message, "200 OK", "bob", NO_BODY, from);
        }
    }
}
