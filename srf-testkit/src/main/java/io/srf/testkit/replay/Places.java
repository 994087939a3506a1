// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.replay;

import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Message;
import io.srf.flight.RecordedCall;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import io.srf.sip.Via;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where everybody was when a call was recorded: the stack, by what it wrote into Via, and the hosts that it found. */
final class Places {
    private static final byte[] SOMEWHERE = {(byte) 198, 18, 0, 1};
    private static final int SIP_PORT = 5060;

    private final Map<String, InetAddress> hosts = new HashMap<>();
    private @Nullable InetAddress calledFirst;
    private InetSocketAddress stack = new InetSocketAddress(address("stack.invalid", SOMEWHERE), SIP_PORT);

    Places(RecordedCall call) {
        call.events().reversed().forEach(one -> {
            if (one.event() instanceof Message message) {
                learn(message);
            }
        });
    }

    private void learn(Message recorded) {
        SipMessage message = recorded.message();
        try {
            if (recorded.direction() == Direction.OUT && message instanceof SipRequest request) {
                Via own = request.topVia();
                stack = at(own.host(), own.port() > 0 ? own.port() : SIP_PORT);
                InetAddress found = recorded.remote().getAddress();
                if (request.uri() instanceof SipUri uri && found != null) {
                    hosts.put(uri.host(), found);
                    calledFirst = found;
                }
            } else if (recorded.direction() == Direction.OUT
                    && message != null
                    && message.contact() != null
                    && message.contact().uri() instanceof SipUri uri) {
                stack = at(uri.host(), uri.port() > 0 ? uri.port() : SIP_PORT);
            }
        } catch (SipParseException e) {
            // A message that cannot be read tells nothing of anybody.
        }
    }

    private static InetSocketAddress at(String host, int port) {
        String digits = host.replaceAll("[\\[\\]]", "");
        try {
            return digits.matches("[0-9.]+|.*:.*")
                    ? new InetSocketAddress(InetAddress.getByName(digits), port)
                    : new InetSocketAddress(address(digits, SOMEWHERE), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + host, e);
        }
    }

    private static InetAddress address(String name, byte[] digits) {
        try {
            return InetAddress.getByAddress(name, digits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Where the stack could be reached. */
    InetSocketAddress stack() {
        return stack;
    }

    /**
     * Finds a host where the recorded stack had found it, and one that it had not asked for, or that was masked, where it had sent its first request; null if
     * it had sent none.
     */
    @Nullable InetSocketAddress find(String host, int port) {
        InetAddress found = hosts.getOrDefault(host, calledFirst);
        return found == null ? null : new InetSocketAddress(found, port);
    }
}
