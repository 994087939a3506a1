// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.operations.Reload.Change;
import io.srf.examples.operations.Reload.Reloadable;
import io.srf.server.SrfServer;
import io.srf.server.protection.BlockRule;
import io.srf.server.protection.OverloadLimits;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.ProtectionOptions.Lists;
import io.srf.server.protection.RateLimit;
import io.srf.server.protection.Scanners;
import io.srf.server.protection.Scanners.Action;
import io.srf.server.transport.Subnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags of every command that strangers can reach. */
final class ProtectionFlags {
    /** All but the blocklist, which is changed for itself. */
    private static final Set<String> OPTIONS = Set.of(
            "rate-limit",
            "rate-burst",
            "rate-drop",
            "scanners",
            "scanner",
            "malformed",
            "block-after",
            "block-seconds",
            "trust",
            "overload-millis");

    @Option(
            names = "--rate-limit",
            paramLabel = "N",
            description =
                    "New requests per second that one source may send; 0 for any number (default: ${DEFAULT-VALUE}).")
    private int rate = RateLimit.NONE.perSecond();

    @Option(
            names = "--rate-burst",
            paramLabel = "N",
            description = "How many of them may come at once (default: twice --rate-limit).")
    private @Nullable Integer burst;

    @Option(names = "--rate-drop", description = "Drops what is above the rate limit, instead of answering 503.")
    private boolean drop;

    @Option(
            names = "--scanners",
            paramLabel = "serve|drop|tarpit",
            converter = ActionName.class,
            description = "What requests get whose User-Agent or From is that of a known scanner (default: drop).")
    private Action scanners = Scanners.DEFAULT.action();

    @Option(
            names = "--malformed",
            paramLabel = "serve|drop|tarpit",
            converter = ActionName.class,
            description =
                    "What malformed requests get that belong to no call, and what is no message: 400, nothing, or 400 after a while (default: serve).")
    private Action malformed = Scanners.DEFAULT.malformed();

    @Option(
            names = "--scanner",
            paramLabel = "USER-AGENT",
            split = ",",
            description = "How the User-Agent of a further scanner begins; with * in front it may stand anywhere.")
    private List<String> userAgents = new ArrayList<>();

    @Option(
            names = "--block-after",
            paramLabel = "N",
            description =
                    "Blocks a source after so many offences in a minute; 0 for never (default: ${DEFAULT-VALUE}).")
    private int offences = BlockRule.NEVER.offences();

    @Option(
            names = "--block-seconds",
            paramLabel = "SECONDS",
            description = "For how long (default: ${DEFAULT-VALUE}).")
    private long blockSeconds = BlockRule.TIME.toSeconds();

    @Option(
            names = "--block",
            paramLabel = "NETWORK",
            split = ",",
            converter = Network.class,
            description = "Who is not heard, such as 192.0.2.0/24 or 2001:db8::/32.")
    private List<Subnet> blocked = new ArrayList<>();

    @Option(
            names = "--trust",
            paramLabel = "NETWORK",
            split = ",",
            converter = Network.class,
            description = "Who is exempt from rate limit and --block-after, and no scanner.")
    private List<Subnet> trusted = new ArrayList<>();

    @Option(
            names = "--overload-millis",
            paramLabel = "MILLIS",
            description = "Refuses new requests with 503 when messages wait for so long (default: ${DEFAULT-VALUE}).")
    private long overloadMillis = OverloadLimits.MAX_WAIT.toMillis();

    private static final class ActionName extends EnumName<Action> {
        ActionName() {
            super(Action.class);
        }
    }

    private static final class Network implements ITypeConverter<Subnet> {
        @Override
        public Subnet convert(String text) {
            try {
                return Subnet.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Takes up others of these flags while the engine runs; the command in question is found by {@code in}. */
    static <C> List<Reloadable<C>> reloadable(SrfServer engine, Function<C, ProtectionFlags> in) {
        return List.of(
                new Reloadable<>(Set.of("block"), command -> {
                    List<Subnet> networks = in.apply(command).options().lists().blocked();
                    return new Change(() -> engine.blocklist().blockForEver(networks));
                }),
                new Reloadable<>(OPTIONS, command -> {
                    ProtectionOptions options = in.apply(command).options();
                    return new Change(() -> engine.protectsBy(options));
                }));
    }

    /** What they say; throws {@link IllegalArgumentException} if a number is out of bounds. */
    ProtectionOptions options() {
        return ProtectionOptions.DEFAULT
                .withRate(rateLimit())
                .withScanners(scanners())
                .withBlocks(new BlockRule(offences, BlockRule.WITHIN, Duration.ofSeconds(blockSeconds)))
                .withOverload(OverloadLimits.DEFAULT.withMaxWait(Duration.ofMillis(overloadMillis)))
                .withLists(new Lists(trusted, blocked));
    }

    private RateLimit rateLimit() {
        RateLimit limit = RateLimit.perSecond(rate);
        RateLimit bursting = burst == null ? limit : limit.withBurst(burst);
        return drop ? bursting.dropping() : bursting;
    }

    private Scanners scanners() {
        return Scanners.DEFAULT.and(userAgents).with(scanners).withMalformed(malformed);
    }
}
