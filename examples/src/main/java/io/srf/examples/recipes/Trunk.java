// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import io.srf.Srf;
import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestOptions;
import io.srf.auth.Credentials;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stays registered at a carrier, so that calls to our number come here (RFC 3261 §10.2). */
final class Trunk {
    private static final Logger LOG = LoggerFactory.getLogger(Trunk.class);
    private static final int RETRY_SECONDS = 30;

    private final Srf srf;
    private final String carrier;
    private final Credentials credentials;
    private final String callId = UUID.randomUUID().toString();
    private int cseq;
    private int wantedSeconds = 3600;
    private @Nullable Timer next;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    private boolean left;

    /** A registration that begins with {@link #register}; {@code carrier} is a host. */
    Trunk(Srf srf, String carrier, Credentials credentials) {
        this.srf = srf;
        this.carrier = carrier;
        this.credentials = credentials;
    }

    /** Registers, and does it again in time for as long as the trunk is not left. */
    synchronized CompletableFuture<?> register() {
        if (!left) {
            sent = send(wantedSeconds).handle(this::registered);
        }
        return sent;
    }

    /** Takes the registration back. */
    synchronized CompletableFuture<?> leave() {
        left = true;
        if (next != null) {
            next.cancel();
        }
        return sent.thenCompose(registered -> send(0));
    }

    private synchronized CompletableFuture<ReceivedResponse> send(int seconds) {
        String self = "sip:" + credentials.user() + "@";
        Extras headers = Extras.of("From", "<" + self + carrier + ">")
                .header("To", "<" + self + carrier + ">")
                .header("Contact", "<" + self + "localhost>") // the engine writes its address there
                .header("Expires", Integer.toString(seconds))
                .header("Call-ID", callId)
                .header("CSeq", ++cseq + " REGISTER");
        return srf.request(
                "sip:" + carrier,
                RequestOptions.method("REGISTER").with(headers).auth(credentials));
    }

    private synchronized @Nullable Void registered(@Nullable ReceivedResponse response, @Nullable Throwable failure) {
        int pause = RETRY_SECONDS;
        if (response != null) {
            cseq = response.message().cseq().number(); // one higher than ours if a challenge was answered
            pause = pauseAfter(response.message());
        } else {
            cseq++;
            LOG.warn("{} does not answer", carrier, failure);
        }
        if (!left) {
            next = srf.timers().schedule(Duration.ofSeconds(pause).toMillis(), this::register);
        }
        return null;
    }

    /** How many seconds later to register again. */
    private int pauseAfter(SipResponse answer) {
        if (answer.status() == 200) {
            return Math.max(1, (int) (granted(answer) * 4L / 5));
        }
        if (answer.status() == 423 && answer.minExpires() > wantedSeconds) {
            wantedSeconds = answer.minExpires();
            return 0;
        }
        LOG.warn("{} refuses us: {}", carrier, answer.startLine());
        return RETRY_SECONDS;
    }

    /** The shortest time that the carrier names: it lists the contacts of others too. */
    private int granted(SipResponse answer) {
        int general = answer.expires() < 0 ? wantedSeconds : answer.expires();
        return answer.contacts().stream()
                .map(contact -> contact.params().get("expires"))
                .filter(seconds -> seconds != null && seconds.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .filter(seconds -> seconds > 0)
                .min()
                .orElse(general);
    }
}
