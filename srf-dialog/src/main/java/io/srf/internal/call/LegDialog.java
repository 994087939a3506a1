// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.Subscription;
import io.srf.TerminateReason;
import io.srf.app.Extras;
import io.srf.app.Handler;
import io.srf.app.Request;
import io.srf.auth.CredentialLookup;
import io.srf.auth.Logins;
import io.srf.internal.call.LegListeners.Notice;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.session.DialogRecord;
import io.srf.session.DialogRecord.Identity;
import io.srf.session.Session;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A leg as the application sees it. Its methods only leave tasks in the call's mailbox. */
final class LegDialog implements Dialog {
    private static final Set<String> OWN_WAYS =
            Set.of(Methods.INVITE, Methods.ACK, Methods.BYE, Methods.CANCEL, Methods.PRACK);

    private final Leg leg;

    LegDialog(Leg leg) {
        this.leg = leg;
    }

    /**
     * The leg behind a dialog.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    static Leg legOf(Dialog dialog) {
        if (dialog instanceof LegDialog ours) {
            return ours.leg;
        }
        throw new IllegalArgumentException("a dialog of " + dialog.getClass().getName() + ", expected one of ours");
    }

    @Override
    public String id() {
        return leg.id();
    }

    @Override
    public DialogRecord record() {
        return leg.record();
    }

    @Override
    public Session session() {
        return leg.call().kept().session();
    }

    @Override
    public @Nullable Dialog other() {
        Leg other = leg.other();
        return other == null ? null : other.dialog();
    }

    @Override
    public boolean isConnected() {
        return leg.phase() == Phase.CONFIRMED;
    }

    @Override
    public boolean isOnHold() {
        return leg.hold().isOn();
    }

    @Override
    public void limit(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("a limit of " + time + "; expected: longer than zero");
        }
        Instant answered = leg.record().progress().times().answered();
        Instant now = leg.call().calls().timers().now();
        Duration left = Duration.between(now, (answered == null ? now : answered).plus(time));
        leg.call().kept().timer(CallTimers.limitOf(leg.id()), left.isPositive() ? left : Duration.ofMillis(1));
    }

    @Override
    public CompletableFuture<Void> destroy(Extras extras) {
        return leg.bye().destroy(extras);
    }

    @Override
    public CompletableFuture<SipResponse> request(String method, Extras extras) {
        return Requests.send(leg, free(method), extras);
    }

    @Override
    public List<Subscription> subscriptions() {
        return leg.subscriptions().list();
    }

    @Override
    public Dialog onSubscriptionEnd(Consumer<Subscription> listener) {
        leg.listeners().onSubscriptionEnd(listener);
        return this;
    }

    @Override
    public Dialog auth(CredentialLookup credentials) {
        leg.logins(new Logins(credentials));
        return this;
    }

    @Override
    public CompletableFuture<String> modify(String sdp, Extras extras) {
        return Modify.offer(leg, sdp, extras);
    }

    @Override
    public CompletableFuture<String> modify(UnaryOperator<String> answer) {
        return Modify.askForOffer(leg, answer);
    }

    @Override
    public CompletableFuture<String> hold() {
        return leg.hold().hold();
    }

    @Override
    public CompletableFuture<String> unhold() {
        return leg.hold().unhold();
    }

    @Override
    public Dialog onSessionExpiring(Consumer<DialogRecord.SessionTimer> listener) {
        leg.sessionWatch().onExpiring(listener);
        return this;
    }

    @Override
    public Dialog onDestroy(Consumer<TerminateReason> listener) {
        leg.listeners().ended().thenAccept(reason -> {
            if (reason.kind() != TerminateReason.Kind.TAKEN_OVER) {
                leg.run(() -> listener.accept(reason));
            }
        });
        return this;
    }

    @Override
    public Dialog onRemoteIdentity(Consumer<Identity> listener) {
        leg.listeners().onIdentity(listener);
        return this;
    }

    @Override
    public Dialog onAck(Consumer<Request> listener) {
        leg.listeners().on(Notice.ACK, listener);
        return this;
    }

    @Override
    public Dialog onBye(Consumer<Request> listener) {
        leg.listeners().on(Notice.BYE, listener);
        return this;
    }

    @Override
    public Dialog onModify(Handler handler) {
        leg.listeners().on(Methods.INVITE, handler);
        return this;
    }

    @Override
    public Dialog onEveryModify(Handler handler) {
        leg.listeners().on(LegListeners.EVERY_OFFER, handler);
        return this;
    }

    @Override
    public Dialog onRefresh(Consumer<Request> listener) {
        leg.listeners().on(Notice.REFRESH, listener);
        return this;
    }

    @Override
    public Dialog onHold(Consumer<Request> listener) {
        leg.listeners().on(Notice.HOLD, listener);
        return this;
    }

    @Override
    public Dialog onUnhold(Consumer<Request> listener) {
        leg.listeners().on(Notice.UNHOLD, listener);
        return this;
    }

    @Override
    public Dialog on(String method, Handler handler) {
        leg.listeners().on(free(method), handler);
        return this;
    }

    /** The method in upper case, if it has no way of its own. */
    private static String free(String method) {
        String upper = method.toUpperCase(Locale.ROOT);
        if (OWN_WAYS.contains(upper)) {
            throw new IllegalArgumentException(
                    method + " has its own way, expected a method other than INVITE, ACK, BYE, CANCEL and PRACK");
        }
        return upper;
    }

    @Override
    public String toString() {
        return leg.toString();
    }
}
