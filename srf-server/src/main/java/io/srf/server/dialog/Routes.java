// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.sip.Uri;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the flow that a URI leads to. For the shard's loop alone; what is found is told on it. */
public final class Routes {
    private final Shard shard;

    /** Finds ways out of this shard. */
    public Routes(Shard shard) {
        this.shard = shard;
    }

    /** Who hears where the way leads, or why there is none. */
    public interface Found {
        /** The way. */
        void flow(Flow flow);

        /** There is none; the text says why. */
        void none(String why);
    }

    /**
     * The way to a new destination.
     *
     * <p>A URI that cannot be a destination is told as none.
     */
    public void to(Uri uri, Found found) {
        to(uri, null, found);
    }

    /**
     * The way to a peer that may have been heard before, which may be the {@linkplain ReturnWay way back}.
     */
    void to(Uri uri, @Nullable Flow heardOn, Found found) {
        NextHop hop;
        try {
            hop = NextHop.of(uri);
        } catch (RefusedException e) {
            found.none(String.valueOf(e.getMessage()));
            return;
        }
        if (heardOn != null && ReturnWay.isBetter(heardOn, hop)) {
            found.flow(heardOn);
            return;
        }
        shard.resolver().resolve(hop.host(), hop.port(), shard.loop(), address -> {
            if (address == null) {
                found.none("DNS Error");
            } else {
                choose(hop, address, heardOn, found);
            }
        });
    }

    private void choose(NextHop hop, InetSocketAddress address, @Nullable Flow heardOn, Found found) {
        if (heardOn != null && ReturnWay.isConnectionTo(heardOn, hop, address.getAddress())) {
            found.flow(heardOn);
            return;
        }
        if (isMyself(hop, address)) {
            found.none("can not send request to myself");
            return;
        }
        Flow flow;
        try {
            flow = shard.network().flowTo(hop.protocol(), address, hop.host());
        } catch (IllegalArgumentException e) {
            found.none("requested protocol/transport not available");
            return;
        }
        found.flow(flow);
    }

    private boolean isMyself(NextHop hop, InetSocketAddress address) {
        for (Network.ListenPoint point : shard.network().listenPoints()) {
            if (point.protocol() == hop.protocol()
                    && (address.equals(point.advertised())
                            || address.equals(point.address())
                            || point.isAt(hop.host(), hop.port()))) {
                return true;
            }
        }
        return false;
    }

    /** Hears of both with functions. */
    public static Found of(Consumer<Flow> flow, Consumer<String> none) {
        return new Found() {
            @Override
            public void flow(Flow way) {
                flow.accept(way);
            }

            @Override
            public void none(String why) {
                none.accept(why);
            }
        };
    }
}
