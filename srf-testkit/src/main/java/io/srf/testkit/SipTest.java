// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.Srf;
import io.srf.SrfConfig;
import io.srf.link.Connector;
import io.srf.server.SrfServer;
import io.srf.server.transport.Protocol;
import io.srf.session.SessionStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests an application with telephones: a JUnit extension that gives each test a world of its own.
 *
 * {@snippet :
 * @RegisterExtension
 * final SipTest sip = SipTest.withApp(MyB2bua::new);      // or withApp(srf -> srf.invite(...))
 *
 * @Test
 * void a_call_is_connected() {
 *     Phone bob = sip.phone("bob").answersAfter(Duration.ofSeconds(2));
 *     Phone alice = sip.phone("alice").calls("bob").sees(180).isInCall();
 *     alice.hangsUp();
 *     bob.isTold("BYE").isIdle();
 * }
 * }
 *
 * <p>In that world are an {@link Srf} with the application's handlers, an engine, a session store, a network and the phones, all in this JVM and
 * in {@link VirtualTime}: no sockets and no waiting, and the same seed gives the same run, event for event. {@link #overLoopback()} runs the
 * very same test over real sockets and in real time.
 *
 * <p><b>After each test</b> everything has to be over: a call, dialog, transaction, timer, store record, task of a handler or held packet that
 * is left over fails the test, with a list. A test that fails shows its {@link Ladder}, as a suppressed exception if not in its message.
 *
 * <p><b>What the application must not do</b> in virtual time. Its handlers may block, on {@code join()}, a lock or a queue, as time stands still
 * while one of them can run. But they must not
 * <ul>
 *   <li>wait for the wall clock ({@code Thread.sleep}, {@code get} with a time limit, {@code orTimeout}): wait through the
 *       {@link io.srf.time.Timers} that the configuration was given, here {@link #time()};
 *   <li>wait for threads of their own, sockets or files: give work to the executor of the configuration, here {@code time().workers()};
 *   <li>wait while they hold a monitor on a JDK before 24, or compute for longer than {@link RunLimits#settling}.
 * </ul>
 * A run that does one of the first, or does not come to rest, fails with the stacks of what is still running.
 *
 * <p>Threads: the test's. Phones may be asked for in fields of the test class, too.
 */
public final class SipTest implements BeforeEachCallback, AfterEachCallback {
    private final AppSetup setup;
    private @Nullable AppWorld world;

    private SipTest(AppSetup setup) {
        this.setup = setup;
    }

    /**
     * Tests this application.
     *
     * @param app adds its handlers to the {@link Srf} it is given, which is connected already; may be a constructor, and may block
     */
    public static SipTest withApp(Consumer<Srf> app) {
        return new SipTest(AppSetup.of(app));
    }

    /** The same with another seed for everything that is left to chance; 1 unless told otherwise. */
    public SipTest seed(long seed) {
        return new SipTest(setup.withSeed(seed));
    }

    /** The same with an {@link Srf} that is configured like this; what the kit needs to know (time, executor, store) it sets itself. */
    public SipTest config(Consumer<SrfConfig.Builder> config) {
        return new SipTest(setup.withConfig(config));
    }

    /**
     * The same with session stores made like this, one for each test, instead of {@code MemorySessionStore}s.
     *
     * @param store is given the clock of the test, in nanoseconds
     */
    public SipTest sessions(Function<LongSupplier, SessionStore> store) {
        return new SipTest(setup.withSessions(store));
    }

    /** The same over real sockets of the loopback interface and in real time, with an engine on a free port. */
    public SipTest overLoopback() {
        return overLoopback(engine -> engine);
    }

    /**
     * The same over real sockets and in real time, with an application that takes another way to its engine than the direct one.
     *
     * @param link is given the engine; what {@code engine.adminAddress()} leads to asks for the secret that the application has
     */
    public SipTest overLoopback(Function<SrfServer, Connector> link) {
        return new SipTest(setup.over(newSetup -> new LoopbackAppWorld(newSetup, link)));
    }

    /**
     * The same with an application that takes another way to its engine than the direct one, in virtual time: one that drops, or changes what
     * passes.
     *
     * @param link is given the direct way
     */
    public SipTest linkedBy(UnaryOperator<Connector> link) {
        return new SipTest(setup.over(newSetup -> new SimAppWorld(newSetup, link)));
    }

    /** The phone with this name: made when it is first asked for, the same in the whole test. See {@link AppWorld#phone}. */
    public Phone phone(String name) {
        return world().phone(name);
    }

    /** The phone with this name; if it is new, it speaks over this protocol. */
    public Phone phone(String name, Protocol protocol) {
        return world().phone(name, protocol);
    }

    /** The application. */
    public Srf srf() {
        return world().srf();
    }

    /** A URI with this user that leads to the application. */
    public String uri(String user) {
        return world().uri(user);
    }

    /** What the application heard of its dialogs, in order, such as {@code create UAS} or {@code terminate UAC remote BYE}. */
    public List<String> dialogEvents() {
        return world().dialogEvents();
    }

    /** Lets this much time pass. */
    public void passes(Duration time) {
        world().passes(time);
    }

    /** Lets time pass until a future of the application is done, and gives its result. See {@link AppWorld#waitsFor}. */
    public <T extends @Nullable Object> T waitsFor(CompletableFuture<T> future) {
        return world().waitsFor(future);
    }

    /** What happened so far, as a diagram. */
    public Ladder ladder() {
        return world().ladder();
    }

    /** The simulated network; throws {@link IllegalStateException} over loopback, where the network has no will of its own. */
    public SimNetwork network() {
        return simulated("network").network();
    }

    /** The virtual time; throws {@link IllegalStateException} over loopback, where time is real. */
    public VirtualTime time() {
        return simulated("time").time();
    }

    /** Stops the responses with this status that a phone sends to requests with this method, until they are released. */
    public Hold holds(Phone sender, int status, String method) {
        return simulated("network").holds(sender, status, method);
    }

    /** Stops the requests with this method that a phone sends, until they are released. */
    public Hold holds(Phone sender, String method) {
        return simulated("network").holds(sender, method);
    }

    /** Puts these phones behind a router that changes their addresses. Not over loopback. */
    public Nat hides(Phone... behind) {
        return simulated("network").hides(behind);
    }

    /** Lets the application find this phone under another host name than {@code NAME.example}, as in {@code sip:bob@carrier.example}. */
    public SipTest host(String name, Phone phone) {
        world().host(name, phone);
        return this;
    }

    /** Runs scenarios with this application under faults of the network, the first with this seed. */
    public Chaos chaos(long seed) {
        return Chaos.of(setup, seed);
    }

    /** Everything there is in the test that runs, made when it is first asked for. */
    public AppWorld world() {
        AppWorld known = world;
        if (known == null) {
            known = setup.begin();
            world = known;
        }
        return known;
    }

    private SimAppWorld simulated(String what) {
        if (world() instanceof SimAppWorld simulated) {
            return simulated;
        }
        throw new IllegalStateException(
                "over loopback the " + what + " is real, expected a test without overLoopback()");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        world();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context.getExecutionException().orElse(null));
    }

    /**
     * Ends the test's world.
     *
     * @param failure why the test failed: it is given the ladder; null if it did not, and then nothing may be left over
     */
    void end(@Nullable Throwable failure) {
        AppWorld ended = world();
        world = null;
        try (ended) {
            if (failure == null) {
                ended.comesToRest();
                ended.shutsDown();
            } else {
                ShownLadder.addTo(failure, ended.ladder());
            }
        }
    }
}
