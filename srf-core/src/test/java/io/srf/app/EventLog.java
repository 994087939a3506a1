// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.LinkException;
import io.srf.wire.Reply;
import io.srf.wire.ServerMessage.Cdr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an application hears of its links. */
final class EventLog implements AgentListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void connected(Agent agent, Reply.Authenticated engine) {
        lines.add("connected to " + engine.version());
    }

    @Override
    public void disconnected(Agent agent, LinkException cause) {
        lines.add("disconnected, " + cause.reason());
    }

    @Override
    public void reconnecting(Agent agent, int attempt, Duration delay) {
        lines.add("attempt " + attempt);
    }

    @Override
    public void failed(Agent agent, LinkException cause) {
        lines.add("failed, " + cause.reason());
    }

    @Override
    public void cdr(Agent agent, Cdr cdr) {
        lines.add("cdr " + cdr.kind());
    }
}
