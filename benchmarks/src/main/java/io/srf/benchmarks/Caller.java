// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Calls, acknowledges answers, and is hung up. */
final class Caller extends StatelessPhone {
    private static final String CALL_ID = "93204ZmQ0N2YxYTQ3OGJhNTY0ZmQ4MzI4Nj-";
    private static final int AT_ONCE = 20;
    private static final int PATIENCE_SECONDS = 30;

    private final InetSocketAddress engine;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final BitSet answered = new BitSet();
    private int placed;

    Caller(InetSocketAddress engine) throws IOException {
        super("caller");
        this.engine = engine;
        start();
    }

    /** Places calls, and waits until all were answered. */
    void call(int calls, Pace pace) throws IOException, InterruptedException {
        for (int i = 0; i < calls; i++) {
            await(1);
            pace.await();
            placed++;
            send(invite(placed), engine);
        }
        await(AT_ONCE);
        free.release(AT_ONCE);
    }

    private void await(int calls) throws InterruptedException {
        if (!free.tryAcquire(calls, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a call was not answered within " + PATIENCE_SECONDS + " s");
        }
    }

    private String invite(int number) {
        return "INVITE sip:reception@" + engine.getHostString() + ':' + engine.getPort() + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + hostPort() + ";branch=z9hG4bK-524287-" + number + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"Alice Liddell\" <sip:alice@example.com>;tag=3b2f0c7d" + number + "\r\n"
                + "To: <sip:reception@example.com>\r\n"
                + "Call-ID: " + CALL_ID + number + "\r\n"
                + "CSeq: 1 INVITE\r\n"
                + "Contact: <sip:alice@" + hostPort() + ">\r\n"
                + "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, UPDATE\r\n"
                + "Supported: replaces, timer\r\n"
                + "User-Agent: DeskPhone/4.12.0 (8c:1f:64:aa:20:07; build 20518, 12 lines)\r\n"
                + body();
    }

    @Override
    void received(String message, SocketAddress from) throws IOException {
        if (isPlainRequest(message)) {
            answer(message, "200 OK", "alice", "Content-Length: 0\r\n\r\n", from);
        } else if (message.startsWith("SIP/2.0 200 ") && line(message, "CSeq: ").contains("INVITE")) {
            send(ack(message), from);
            int number = Integer.parseInt(
                    line(message, "Call-ID: ").strip().substring("Call-ID: ".length() + CALL_ID.length()));
            if (!answered.get(number)) {
                answered.set(number);
                free.release();
            }
        }
    }

    private String ack(String answer) {
        String contact = line(answer, "Contact: ");
        String uri = contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
        String callId = line(answer, "Call-ID: ");
        return "ACK " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + hostPort() + ";branch=z9hG4bK-ack-"
                + callId.strip().hashCode() + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + line(answer, "From: ") + line(answer, "To: ") + callId
                + "CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n";
    }
}
