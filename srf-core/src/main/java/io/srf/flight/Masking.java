// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.flight.FlightEvent.Decided;
import io.srf.flight.FlightEvent.Failed;
import io.srf.flight.FlightEvent.Message;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Takes out of a recorded call what others should not see, so that it still makes sense: the same secret has the same mask wherever it stands.
 *
 * <p>Masked are users, numbers and passwords in URIs; display names; credentials and Identity; keys, names and, if wanted, addresses in session
 * descriptions. Numbers and users of some length are masked in every other place, too: other headers, bodies, what the application did.
 * Hosts stay, and so do tags, branches and Call-IDs, but for secrets in them: without them nobody could tell what belongs together. Immutable.
 */
public final class Masking {
    private final Set<String> headers;
    private final boolean mediaAddresses;

    private Masking(Set<String> headers, boolean mediaAddresses) {
        this.headers = headers;
        this.mediaAddresses = mediaAddresses;
    }

    /** Masks all of that, but for the addresses in session descriptions. */
    public static Masking secrets() {
        return new Masking(Set.of(), false);
    }

    /** Masks the addresses in session descriptions, too; {@code 0.0.0.0} stays. */
    public Masking andMediaAddresses() {
        return new Masking(headers, true);
    }

    /** Masks the values of these headers, too, whatever is in them; names as they are written in messages, in any case. */
    public Masking andHeaders(String... names) {
        return new Masking(MessageMask.lowerCase(Set.of(names)), mediaAddresses);
    }

    /** A call without its secrets. */
    public RecordedCall mask(RecordedCall call) {
        Pseudonyms names = new Pseudonyms();
        MessageMask learning = new MessageMask(headers, mediaAddresses, (secret, kind) -> {
            names.add(secret);
            return secret;
        });
        call.events().forEach(one -> mask(one.event(), learning, text -> text));
        names.complete();
        MessageMask masking = new MessageMask(headers, mediaAddresses, names::of);
        List<RecordedEvent> masked = call.events().stream()
                .map(one -> new RecordedEvent(
                        one.nanos(), names.everywhere(one.callId()), mask(one.event(), masking, names::everywhere)))
                .toList();
        List<String> legs = call.legs().stream().map(names::everywhere).toList();
        return new RecordedCall(names.everywhere(call.callId()), call.begin(), legs, masked);
    }

    private static FlightEvent mask(FlightEvent event, MessageMask mask, UnaryOperator<String> everywhere) {
        return switch (event) {
            case Message message ->
                new Message(
                        message.direction(),
                        message.transport(),
                        message.remote(),
                        mask.message(message.bytes(), everywhere));
            case Decided decided -> new Decided(decided.what(), everywhere.apply(mask.text(decided.about())));
            case Failed failed -> new Failed(failed.what(), everywhere.apply(mask.text(failed.why())));
            default -> event;
        };
    }
}
