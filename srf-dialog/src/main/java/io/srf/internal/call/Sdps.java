// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import static java.util.Objects.requireNonNull;

import io.srf.Sdp;
import io.srf.sip.BodyPart;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Session descriptions: found in messages, and made by the application. */
final class Sdps {
    static final String TYPE = "application/sdp";

    private Sdps() {}

    /** Hears what was made. Called in the call's mailbox. */
    interface Made {
        /** This was made. */
        void ready(String sdp);

        /** The application's code threw. */
        void failed(Throwable cause);

        /** Hears of both with functions. */
        static Made of(Consumer<String> ready, Consumer<Throwable> failed) {
            return new Made() {
                @Override
                public void ready(String sdp) {
                    ready.accept(sdp);
                }

                @Override
                public void failed(Throwable cause) {
                    failed.accept(cause);
                }
            };
        }
    }

    /** The session description in a message, or null if there is none. */
    static @Nullable String in(SipMessage message) {
        if (message.bodyLength() == 0) {
            return null;
        }
        String type = message.contentType();
        if (type == null || type.equals(TYPE)) {
            return message.bodyText();
        }
        BodyPart part = partOf(message);
        return part == null ? null : part.text();
    }

    /** The part of a multipart body that holds the session description; null if there is none. */
    static @Nullable BodyPart partOf(SipMessage message) {
        String type = message.contentType();
        if (type == null || !type.startsWith("multipart/")) {
            return null;
        }
        try {
            for (BodyPart part : message.bodyParts()) {
                if (TYPE.equals(part.contentType())) {
                    return part;
                }
            }
        } catch (SipParseException e) {
            return null;
        }
        return null;
    }

    /** Whether an offer changes nothing: it is the description that was agreed on before, whatever its line ends. */
    static boolean isSame(@Nullable String offer, @Nullable String before) {
        if (offer == null || before == null || offer.equals(before)) {
            return offer != null && before != null;
        }
        Sdp parsed = Sdp.read(offer);
        return parsed != null && parsed.equals(Sdp.read(before));
    }

    /**
     * Makes one session description out of another.
     *
     * @param maker null to take it as it is; code of the application runs on the executor, where it may block
     */
    static void make(Call call, @Nullable UnaryOperator<String> maker, String input, Made then) {
        if (maker == null) {
            then.ready(input);
        } else if (maker instanceof FixedSdp fixed) {
            then.ready(fixed.sdp());
        } else if (maker instanceof LaterSdp later) {
            later.whenThere(call, then);
        } else {
            onExecutor(call, maker, input, then);
        }
    }

    private static void onExecutor(Call call, UnaryOperator<String> maker, String input, Made then) {
        try {
            call.calls().executor().execute(() -> run(call, maker, input, then));
        } catch (RejectedExecutionException e) {
            then.failed(e);
        }
    }

    private static void run(Call call, UnaryOperator<String> maker, String input, Made then) {
        try {
            String made = requireNonNull(maker.apply(input), "a session description is made, not null");
            call.execute(() -> then.ready(made));
        } catch (Throwable e) {
            call.execute(() -> then.failed(e));
        }
    }
}
