// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import io.srf.flight.CallFile.Fields;
import io.srf.flight.FlightEvent.Decided;
import io.srf.flight.FlightEvent.Direction;
import io.srf.flight.FlightEvent.Failed;
import io.srf.flight.FlightEvent.Message;
import io.srf.flight.FlightEvent.StateChanged;
import io.srf.flight.FlightEvent.Stored;
import io.srf.flight.FlightEvent.TimerFired;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An event as the fields of its line in a {@link CallFile}, and back. */
final class EventFields {
    private EventFields() {}

    static Map<String, Object> of(RecordedEvent one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", one.nanos());
        fields.put("leg", one.callId());
        switch (one.event()) {
            case Message message -> put(fields, message);
            case TimerFired fired -> put(fields, "timer", "whose", fired.whose(), "timer", Words.of(fired.timer()));
            case StateChanged changed -> {
                put(fields, "state", "whose", changed.whose(), "from", Words.of(changed.from()));
                fields.put("to", Words.of(changed.to()));
            }
            case Stored stored -> put(fields, "store", "write", stored.write(), "outcome", Words.of(stored.outcome()));
            case Decided decided -> put(fields, "decision", "what", decided.what(), "about", decided.about());
            case Failed failed -> put(fields, "failure", "what", failed.what(), "why", failed.why());
        }
        return fields;
    }

    private static void put(
            Map<String, Object> fields, String event, String name, Object value, String name2, Object value2) {
        fields.put("event", event);
        fields.put(name, value);
        fields.put(name2, value2);
    }

    private static void put(Map<String, Object> fields, Message message) {
        String direction = message.direction().name().toLowerCase(Locale.ROOT);
        put(fields, "message", "direction", direction, "transport", message.transport());
        fields.put("remote", Addresses.write(message.remote()));
        try {
            fields.put(
                    "sip",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(message.bytes()))
                            .toString());
        } catch (CharacterCodingException e) {
            fields.put("sip64", Base64.getEncoder().encodeToString(message.bytes()));
        }
    }

    static RecordedEvent read(Fields fields) {
        return new RecordedEvent(fields.number("at"), fields.text("leg"), event(fields));
    }

    private static FlightEvent event(Fields fields) {
        String kind = fields.text("event");
        return switch (kind) {
            case "message" -> message(fields);
            case "timer" -> new TimerFired(fields.text("whose"), fields.text("timer"));
            case "state" -> new StateChanged(fields.text("whose"), fields.text("from"), fields.text("to"));
            case "store" -> new Stored(fields.text("write"), fields.text("outcome"));
            case "decision" -> new Decided(fields.text("what"), fields.text("about"));
            case "failure" -> new Failed(fields.text("what"), fields.text("why"));
            default ->
                throw new IllegalArgumentException(
                        "unknown event \"" + kind + "\", expected message, timer, state, store, decision or failure");
        };
    }

    private static Message message(Fields fields) {
        String direction = fields.text("direction");
        byte[] bytes = fields.all().containsKey("sip64")
                ? Base64.getDecoder().decode(fields.text("sip64"))
                : fields.text("sip").getBytes(StandardCharsets.UTF_8);
        return switch (direction) {
            case "in" -> message(Direction.IN, fields, bytes);
            case "out" -> message(Direction.OUT, fields, bytes);
            default -> throw new IllegalArgumentException("direction \"" + direction + "\", expected in or out");
        };
    }

    private static Message message(Direction direction, Fields fields, byte[] bytes) {
        return new Message(direction, fields.text("transport"), Addresses.read(fields.text("remote")), bytes);
    }
}
