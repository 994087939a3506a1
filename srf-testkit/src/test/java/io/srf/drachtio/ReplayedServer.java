// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import io.srf.link.Link;
import io.srf.server.Engine;
import io.srf.server.EngineOptions;
import io.srf.server.Shards;
import io.srf.server.admin.Admission;
import io.srf.server.admin.Application;
import io.srf.server.lookup.LookupLimits;
import io.srf.server.lookup.Resolver;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipLimits;
import io.srf.stack.LineDifference;
import io.srf.testkit.PhoneLine;
import io.srf.testkit.SimLoop;
import io.srf.testkit.SimWorld;
import io.srf.testkit.Will;
import io.srf.wire.ClientMessage;
import io.srf.wire.ServerMessage;
import io.srf.wire.WireCodec;
import io.srf.wire.WireException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An engine of ours in the place of a recorded drachtio-server, at the same address. The parties of the recording say what they said then, once they have
 * heard what they had heard then and not earlier, with the identifiers that this engine has made.
 */
final class ReplayedServer implements AutoCloseable {
    private static final InetSocketAddress ADDRESS = at(5060);
    private static final Map<String, Integer> PORTS = Map.of("alice", 5071, "bob", 5081, "carol", 5082);
    private static final Duration STEP = Duration.ofMillis(5);
    /** How much later than in the recording something may be heard. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Pattern TARGET =
            Pattern.compile("^(?:[A-Z]+ sip:\\S*|SIP/2.0 [^\r]*\r\nVia: SIP/2.0/UDP )127\\.0\\.0\\.1:(\\d+)");

    private static final WireCodec<ClientMessage, ServerMessage> CODEC = WireCodec.ofEngine(SipLimits.DEFAULT);

    private final SimWorld world = SimWorld.seeded(1);
    private final Engine engine;
    private final Map<String, String> identifiers = new HashMap<>();
    private final List<Party> parties = new ArrayList<>();

    ReplayedServer(Transcript transcript) {
        world.network().will(Will.GOOD.withDelay(Duration.ZERO));
        engine = new Engine(
                world.network().engineNetwork("engine", ADDRESS, Protocol.UDP, Protocol.TCP),
                new Shards(List.of(new SimLoop(world.time()))),
                new Resolver(world.network().names(world.workers()), LookupLimits.DEFAULT),
                EngineOptions.defaults(),
                shard -> new Random(shard));
        engine.open();
        transcript
                .parties()
                .forEach((name, lines) -> parties.add(
                        name.startsWith(Transcript.APPLICATION) ? new OnLink(name, lines) : new OnLine(name, lines)));
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Plays it to its end: who heard what that he had not, with a plus, and who had heard what and did not, with a minus. */
    List<String> differences() {
        while (parties.stream().anyMatch(party -> !party.isDone())) {
            boolean moved = false;
            for (Party party : parties) {
                moved |= party.moves(world.time().elapsed());
            }
            world.time().advance(moved ? Duration.ZERO : STEP);
        }
        world.time().advance(PATIENCE);
        return parties.stream()
                .flatMap(party -> party.difference().stream().map(line -> party.name + ": " + line))
                .toList();
    }

    @Override
    public void close() {
        engine.close();
        world.close();
    }

    private void learn(String recorded, String actual) {
        identifiers.putAll(Shape.identifiers(recorded, actual));
    }

    private String translated(String recorded) {
        String text = recorded;
        List<String> longestFirst = identifiers.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String identifier : longestFirst) {
            text = text.replace(identifier, identifiers.get(identifier));
        }
        return text;
    }

    /** Somebody who says what was recorded. */
    private abstract class Party {
        final String name;
        private final List<Transcript.Line> lines;
        private final List<Transcript.Line> missing;
        private final List<String> heard = new ArrayList<>();
        private final Set<String> texts = new HashSet<>();
        private int next;

        Party(String name, List<Transcript.Line> lines) {
            this.name = name;
            this.lines = lines.stream()
                    .filter(line -> line.said() || !isHopByHop(shape(line.text())))
                    .toList();
            this.missing = new ArrayList<>(
                    this.lines.stream().filter(line -> !line.said()).toList());
        }

        abstract void says(@Nullable String text);

        boolean isDone() {
            return next == lines.size();
        }

        /** Does what is due. */
        boolean moves(Duration now) {
            boolean moved = false;
            while (!isDone() && isDue(lines.get(next), now)) {
                Transcript.Line line = lines.get(next++);
                moved = true;
                if (line.said()) {
                    says(line.text() == null ? null : translated(line.text()));
                }
            }
            return moved;
        }

        private boolean isDue(Transcript.Line line, Duration now) {
            return line.said()
                    ? line.at().compareTo(now) <= 0
                    : !missing.contains(line) || line.at().plus(PATIENCE).compareTo(now) <= 0;
        }

        final void hears(@Nullable String text) {
            String shape = shape(text);
            if (isHopByHop(shape)) {
                return;
            }
            boolean isRepeated = !texts.add(String.valueOf(text));
            if (isRepeated && parties.stream().allMatch(Party::isDone)) {
                return;
            }
            heard.add(shape);
            Transcript.Line line = find(candidate -> shape(candidate).equals(shape));
            if (line == null && text != null) {
                line = find(
                        candidate -> candidate != null && Shape.core(candidate).equals(Shape.core(text)));
            }
            if (line != null) {
                missing.remove(line);
                if (text != null && line.text() != null) {
                    learn(line.text(), text);
                }
            }
        }

        private Transcript.@Nullable Line find(Predicate<@Nullable String> like) {
            return missing.stream()
                    .filter(line -> like.test(line.text()))
                    .findFirst()
                    .orElse(null);
        }

        /** A 100 is sent where the answer does not come at once, which is a matter of milliseconds. */
        private static boolean isHopByHop(String shape) {
            return shape.startsWith("100 ");
        }

        private static String shape(@Nullable String text) {
            return text == null ? "close" : Shape.of(text);
        }

        List<String> difference() {
            return LineDifference.marked(
                    lines.stream()
                            .filter(line -> !line.said())
                            .map(line -> shape(line.text()))
                            .toList(),
                    heard);
        }
    }

    /** A phone. */
    private final class OnLine extends Party {
        private final PhoneLine line;

        OnLine(String name, List<Transcript.Line> lines) {
            super(name, lines);
            line = world.network().line(name, at(PORTS.get(name)), Protocol.UDP);
            line.open((bytes, from) -> hears(new String(bytes, StandardCharsets.UTF_8)));
        }

        @Override
        void says(@Nullable String text) {
            if (text != null) {
                line.send(text.getBytes(StandardCharsets.UTF_8), destination(text), failure -> {});
            }
        }

        /** The engine, but for a request whose URI leads to another phone and that has no Route, and for the response to one. */
        private InetSocketAddress destination(String text) {
            Matcher target = TARGET.matcher(text);
            boolean direct = target.find() && !text.contains("\r\nRoute:");
            return direct ? at(Integer.parseInt(target.group(1))) : ADDRESS;
        }
    }

    /** An application's connection. */
    private final class OnLink extends Party implements Link<ServerMessage> {
        private @Nullable Application engineSide;

        OnLink(String name, List<Transcript.Line> lines) {
            super(name, lines);
        }

        @Override
        void says(@Nullable String text) {
            if (engineSide == null) {
                engineSide = engine.accept(this, Admission.withSecret("cymru"));
            }
            if (text == null) {
                engineSide.closed(null);
            } else {
                read(engineSide, text);
            }
        }

        /** What cannot be read does not get as far as the engine. */
        private static void read(Application engineSide, String text) {
            ClientMessage message;
            try {
                message = CODEC.decode(text.getBytes(StandardCharsets.UTF_8));
            } catch (WireException e) {
                return;
            }
            engineSide.received(message);
        }

        @Override
        public void send(ServerMessage message) {
            hears(new String(CODEC.encode(message).toBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            hears(null);
        }

        @Override
        public String peer() {
            return name;
        }
    }
}
