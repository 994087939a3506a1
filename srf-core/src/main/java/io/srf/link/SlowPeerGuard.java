// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives up a peer that takes too long over its first message, or over any one frame that it has begun. */
final class SlowPeerGuard extends ChannelInboundHandlerAdapter {
    private final FrameDecoder frames;
    private final int firstMessageMillis;
    private final int frameMillis;
    private @Nullable Future<?> check;
    private long watched;

    SlowPeerGuard(FrameDecoder frames, int firstMessageMillis, int frameMillis) {
        this.frames = frames;
        this.firstMessageMillis = firstMessageMillis;
        this.frameMillis = frameMillis;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        check = context.executor().schedule(() -> checkFirst(context), firstMessageMillis, TimeUnit.MILLISECONDS);
    }

    private void checkFirst(ChannelHandlerContext context) {
        check = null;
        if (frames.completed() == 0) {
            giveUp(context, "no message within " + firstMessageMillis + " ms");
        } else {
            watchPartial(context);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        watchPartial(context);
        context.fireChannelReadComplete();
    }

    private void watchPartial(ChannelHandlerContext context) {
        if (check == null && frames.isPartial()) {
            watched = frames.completed();
            check = context.executor().schedule(() -> checkFrame(context), frameMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void checkFrame(ChannelHandlerContext context) {
        check = null;
        if (frames.isPartial() && frames.completed() == watched) {
            giveUp(context, "a frame that did not end within " + frameMillis + " ms");
        } else {
            watchPartial(context);
        }
    }

    private static void giveUp(ChannelHandlerContext context, String problem) {
        context.fireExceptionCaught(new LinkException(LinkException.Reason.TIMEOUT, problem));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (check != null) {
            check.cancel(false);
        }
    }
}
