// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.DialogId;
import io.srf.testkit.internal.ua.ServerTransaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a phone outside of calls. Touched by the phone's thread alone. */
final class Watches {
    private final Agent agent;
    private final List<Watch> all = new ArrayList<>();
    private boolean accepting;

    Watches(Agent agent) {
        this.agent = agent;
    }

    /** From now on each SUBSCRIBE outside of calls is accepted for the time it asks for. */
    void accept() {
        accepting = true;
    }

    boolean isAccepting() {
        return accepting;
    }

    void add(Watch watch) {
        all.add(watch);
    }

    void remove(Watch watch) {
        all.remove(watch);
    }

    /** The one that began last. */
    Watch last() {
        if (all.isEmpty()) {
            throw new IllegalStateException(agent.name + " has no subscription");
        }
        return all.getLast();
    }

    /** Accepts a SUBSCRIBE outside of dialogs. */
    void accept(ServerTransaction transaction) {
        SipRequest subscribe = transaction.request();
        String tag = agent.ids.tag();
        Watch watch = new Watch(agent, subscribe);
        watch.in(Dialog.ofCallee(subscribe, tag));
        all.add(watch);
        transaction.respond(granted(subscribe, tag));
    }

    private SipResponse granted(SipRequest subscribe, String tag) {
        SipResponse.Builder response = agent.response(subscribe, 200, tag).add(HeaderName.CONTACT, agent.contact());
        subscribe.all(HeaderName.RECORD_ROUTE).forEach(response::add);
        String expires = subscribe.header(HeaderName.EXPIRES);
        return response.add(HeaderName.EXPIRES, expires == null ? "3600" : expires)
                .build();
    }

    /** Takes a request inside a dialog of a subscription; false if there is none. */
    boolean take(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Watch watch = of(request);
        if (watch == null) {
            return false;
        }
        Dialog dialog = watch.dialog();
        if (dialog == null) {
            dialog = Dialog.ofCallee(request, String.valueOf(request.to().tag()));
            dialog.nextCSeq();
            watch.in(dialog);
        } else {
            dialog.accepts(request);
        }
        dialog.refreshTarget(request);
        if (request.is(Methods.SUBSCRIBE) && accepting) {
            transaction.respond(granted(request, ""));
        } else {
            agent.replies.answer(agent, transaction);
        }
        if (request.is(Methods.NOTIFY) && Watch.isEnd(String.valueOf(request.header(HeaderName.SUBSCRIPTION_STATE)))) {
            all.remove(watch);
        }
        return true;
    }

    private @Nullable Watch of(SipRequest request) {
        DialogId id = DialogId.of(request);
        for (Watch watch : all) {
            Dialog dialog = watch.dialog();
            if (dialog == null ? watch.isAskedFor(request) : dialog.id().equals(id)) {
                return watch;
            }
        }
        return null;
    }

    /** Those that are not over. */
    List<String> unfinished() {
        return all.stream().map(Watch::toString).toList();
    }
}
