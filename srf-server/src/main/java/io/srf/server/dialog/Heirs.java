// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.flight.FlightEvent;
import io.srf.flight.Recorder;
import io.srf.server.admin.Application;
import io.srf.server.routing.Applications;
import io.srf.server.routing.Nodes;
import io.srf.wire.AppNode;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds who goes on with what an application had whose link is gone: the same node on a new link, else another node of the same application.
 *
 * <p>Dialogs move one by one, each when something happens in it, so that a node's death costs the loop next to nothing however many it had.
 */
final class Heirs {
    private static final String DIALOG_OWNER = "engine dialog owner";

    private final Applications<Application> applications;
    private final Nodes<Application> nodes;
    private final Recorder recorder;
    private long takenOver;

    Heirs(Shard shard) {
        this.applications = shard.applications();
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
        return node == null ? null : living(() -> nodes.next(node.app(), other -> node.equals(other.node())));
    }

    /** Whether any application is connected that wants something. */
    boolean isAnybodyThere() {
        return ofAny() != null || !applications.counts().isEmpty();
    }

    /** Whether another node of the same application is here. */
    boolean hasOtherThan(AppNode node) {
        Application other = living(() -> nodes.next(node.app(), each -> !node.equals(each.node())));
        return other != null && !node.equals(other.node());
    }

    /** A node of any application, each application in its turn; null if there is none. */
    @Nullable Application ofAny() {
        return living(nodes::nextOfAny);
    }

    /** Whose turn it is to get a new request with this method; null if nobody wants it. */
    @Nullable Application forNew(String method) {
        return living(() -> applications.next(method));
    }

    /** The same, but rather a node of this application. */
    @Nullable Application forNew(String method, String app) {
        return living(() -> applications.next(method, other -> other.isNodeOf(app)));
    }

    /** Whose turn it is among the applications with this tag; null if none of them wants this method. */
    @Nullable Application forNewTagged(String method, String tag) {
        return living(() -> applications.nextOf(method, other -> other.hasTag(tag)));
    }

    /** Whose turn it is of those that are not gone; such as are lose their turns. */
    private static @Nullable Application living(Supplier<@Nullable Application> turn) {
        Application next = turn.get();
        while (next != null && next.isGone()) {
            next.leave();
            next = turn.get();
        }
        return next;
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
