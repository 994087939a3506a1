// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.flight.FlightEvent;
import io.srf.flight.Recorder;
import io.srf.server.admin.Application;
import io.srf.server.routing.Nodes;
import io.srf.wire.AppNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds who goes on with what an application had whose link is gone: the same node on a new link, else another node of the same application.
 *
 * <p>Dialogs move one by one, each when something happens in it, so that a node's death costs the loop next to nothing however many it had.
 */
final class Heirs {
    private static final String DIALOG_OWNER = "engine dialog owner";

    private final Nodes<Application> nodes;
    private final Recorder recorder;
    private long takenOver;

    Heirs(Shard shard) {
        this.nodes = shard.applications().nodes();
        this.recorder = shard.calls().recorder();
    }

    /** How many dialogs have gone to another application since the start. */
    long takenOver() {
        return takenOver;
    }

    /** Who goes on for an application: itself as long as its link stands; null if there is nobody. */
    @Nullable Application of(Application owner) {
        if (!owner.isGone()) {
            return owner;
        }
        AppNode node = owner.node();
        return node == null ? null : next(node);
    }

    private @Nullable Application next(AppNode node) {
        Application next = nodes.next(node.app(), other -> node.equals(other.node()));
        while (next != null && next.isGone()) {
            nodes.leave(next, node.app());
            next = nodes.next(node.app(), other -> node.equals(other.node()));
        }
        return next;
    }

    /** A node of any application, each application in its turn; null if there is none. */
    @Nullable Application ofAny() {
        Application next = nodes.nextOfAny();
        return next == null ? null : of(next);
    }

    /** Who is told of what happens in a dialog: its owner, or an heir, which thereby becomes the owner. It is gone if there is no heir. */
    Application ownerOf(Dialog dialog) {
        Application heir = of(dialog.owner());
        if (heir != null) {
            move(dialog, heir);
        }
        return dialog.owner();
    }

    /** Whether a dialog's owner is there, perhaps on a new link. */
    boolean isOwned(Dialog dialog) {
        Application heir = of(dialog.owner());
        if (heir == null || !Objects.equals(heir.node(), dialog.owner().node())) {
            return false;
        }
        move(dialog, heir);
        return true;
    }

    /** A dialog of another engine was made again. */
    void restored() {
        takenOver++;
    }

    /** Gives a dialog to an application. */
    void move(Dialog dialog, Application to) {
        Application before = dialog.owner();
        if (before.equals(to)) {
            return;
        }
        dialog.owner(to);
        takenOver++;
        recorder.record(dialog.state().callId(), new FlightEvent.StateChanged(DIALOG_OWNER, name(before), name(to)));
    }

    private static String name(Application application) {
        AppNode node = application.node();
        return node == null ? application.toString() : node.id();
    }
}
