// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.Channel;
import io.srf.sip.SipLimits;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import io.srf.wire.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an application's end of a link out of an open channel, whoever opened it. */
final class ApplicationLinks {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationLinks.class);

    private final TcpOptions options;
    private final WireCodec<ServerMessage, ClientMessage> codec;
    private final PeerLog peers = new PeerLog(LOG);

    ApplicationLinks(TcpOptions options) {
        this.options = options;
        SipLimits usual = SipLimits.DEFAULT;
        int maxBytes = Math.max(usual.maxMessageBytes(), options.maxInboundFrame());
        codec = WireCodec.ofApplication(
                new SipLimits(maxBytes, usual.maxHeaders(), usual.maxLineBytes(), usual.maxUriBytes()));
    }

    /** Adds the handlers; called on the channel's event loop. */
    Link<ClientMessage> open(Channel channel, LinkListener<ServerMessage> listener) {
        ChannelLink<ServerMessage, ClientMessage> link = new ChannelLink<>(
                channel, codec, new FramePacing(options.frameLimits()), options.maxOutboundBytes(), this::malformed);
        link.listener(listener);
        channel.pipeline().addLast(new FrameDecoder(options.maxInboundFrame()), link);
        return link;
    }

    /** One message that cannot be read costs that message only: an engine passes on what it got from the network. */
    private void malformed(Link<ClientMessage> link, WireException problem) {
        peers.warn("a message from {} was dropped{}: {}", link.peer(), String.valueOf(problem.getMessage()));
    }
}
