// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Agent;
import io.srf.app.App;
import io.srf.app.AppLinks;
import io.srf.app.ErrorHandler;
import io.srf.app.Handler;
import io.srf.app.Middleware;
import io.srf.app.ProxyResult;
import io.srf.app.Proxying;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestOptions;
import io.srf.app.Response;
import io.srf.app.Routing;
import io.srf.flight.RecordedCall;
import io.srf.internal.call.Answering;
import io.srf.internal.call.BackToBack;
import io.srf.internal.call.Calling;
import io.srf.internal.call.CallingFor;
import io.srf.internal.call.Leg;
import io.srf.internal.call.Pipe;
import io.srf.internal.call.Slots;
import io.srf.internal.call.Station;
import io.srf.internal.call.Transfer;
import io.srf.link.Connector;
import io.srf.link.LinkException;
import io.srf.link.LinkOptions;
import io.srf.link.TcpConnector;
import io.srf.link.TcpOptions;
import io.srf.link.UnixConnector;
import io.srf.session.Session;
import io.srf.time.Timers;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A SIP application: its handlers, its dialogs, and its links to one or more engines.
 *
 * {@snippet :
 * Srf srf = Srf.create(cfg -> cfg.app("front-desk"));
 * srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:bob@carrier.example").join());
 * srf.connect("drachtio.example", 9022, "cymru");
 * }
 *
 * <p>Requests inside dialogs go to their dialogs; all others go through the handlers, which run on the executor and may block. May be used by
 * any thread.
 */
public final class Srf implements Routing<Srf>, AutoCloseable {
    /** Presents us to an engine that asks for no secret, because it runs in this JVM. */
    private static final LinkOptions TRUSTED = LinkOptions.of("embedded");

    private final App app = new App();
    private final Station station;
    private final Parking parking = new Parking(new Slots());

    private Srf(SrfConfig config) {
        this.station = new Station(app, config);
    }

    /** Makes an application with the defaults of {@link SrfConfig}. */
    public static Srf create() {
        return create(config -> {});
    }

    /** Makes an application. */
    public static Srf create(Consumer<SrfConfig.Builder> config) {
        SrfConfig.Builder builder = SrfConfig.builder();
        config.accept(builder);
        return new Srf(builder.build());
    }

    /**
     * Opens a link to an engine, such as one in this JVM, and keeps it open.
     *
     * @return completes when the engine knows us and gives us new requests of all methods that have handlers now; handlers that are added later are made known as
     *     they come, and not waited for. Fails with a {@link LinkException} if it never will. A method that the engine refuses is logged
     */
    public CompletableFuture<Agent> connect(Connector connector) {
        return connect(connector, TRUSTED);
    }

    /** Opens a TCP link to a server, and keeps it open. Completes and fails as {@link #connect(Connector)} does. */
    public CompletableFuture<Agent> connect(String host, int port, String secret) {
        return connect(new TcpConnector(host, port, TcpOptions.DEFAULT), LinkOptions.of(secret));
    }

    /**
     * Opens a link to an srf engine on this machine by the file of its UNIX domain socket, and keeps it open. Completes and fails as
     * {@link #connect(Connector)} does.
     */
    public CompletableFuture<Agent> connect(Path socket, String secret) {
        return connect(new UnixConnector(socket), LinkOptions.of(secret));
    }

    /** Opens a link as the options say. Completes and fails as {@link #connect(Connector)} does. */
    public CompletableFuture<Agent> connect(Connector connector, LinkOptions options) {
        return station.links().connect(connector, station.tagged(options));
    }

    /**
     * Listens for servers that connect to us, one connection for each call, on all addresses.
     *
     * @param port 0 for any that is free
     * @return where it listens
     * @throws java.io.UncheckedIOException if the port cannot be bound
     * @throws LinkException if the application was closed
     */
    public InetSocketAddress listen(int port, String secret) {
        return listen(new InetSocketAddress(port), TcpOptions.DEFAULT, LinkOptions.of(secret));
    }

    /** Listens for servers as the options say. See {@link #listen(int, String)}. */
    public InetSocketAddress listen(InetSocketAddress address, TcpOptions tcp, LinkOptions options) {
        return station.listen(address, tcp, options);
    }

    /** The links there are. */
    public AppLinks links() {
        return station.links();
    }

    /**
     * What time it is for the application, and tasks to run later: as {@link SrfConfig.Builder#timers} says, which in a test is virtual time. A task must not block;
     * it may hand over to the {@link #executor}.
     */
    public Timers timers() {
        return station.timers();
    }

    /** Runs the application's code, which may block: as {@link SrfConfig.Builder#executor} says, in a test in step with its virtual time. */
    public Executor executor() {
        return station.executor();
    }

    @Override
    public Srf use(Middleware... middleware) {
        app.use(middleware);
        return this;
    }

    @Override
    public Srf use(String method, Middleware... middleware) {
        app.use(method, middleware);
        return this;
    }

    @Override
    public Srf use(ErrorHandler... errorHandlers) {
        app.use(errorHandlers);
        return this;
    }

    @Override
    public Srf handle(String method, Handler handler) {
        app.handle(method, handler);
        return this;
    }

    /** Hears of each dialog that a provisional response made. */
    public Srf onCreateEarly(Consumer<CreateEvent> listener) {
        station.lifecycle().onCreateEarly(listener);
        return this;
    }

    /** Hears of each dialog that a 2xx made, early before or not. */
    public Srf onCreate(Consumer<CreateEvent> listener) {
        station.lifecycle().onCreate(listener);
        return this;
    }

    /** Hears of each timer of a session that goes off on this node. See {@link io.srf.session.Session#timer}. */
    public Srf onTimer(Consumer<TimerEvent> listener) {
        station.lifecycle().onTimer(listener);
        return this;
    }

    /**
     * Hears once of the end of each dialog that {@link #onCreateEarly} or {@link #onCreate} was told of, on the node that has it then: over all
     * nodes of the application, each dialog ends once. See {@link #onHandOver}.
     */
    public Srf onTerminate(Consumer<TerminateEvent> listener) {
        station.lifecycle().onTerminate(listener);
        return this;
    }

    /**
     * Hears of each state that the dialogs of calls come into, from trying to terminated, in the words of the dialog event package (RFC 4235
     * §3.7.1). Listeners of one call run in order, both legs together, and may block.
     */
    public Srf onDialogState(Consumer<DialogStateEvent> listener) {
        station.lifecycle().onChange(listener);
        return this;
    }

    /**
     * Hears of each dialog that this node goes on with after another node is gone, before anything that came in it is handled: here its listeners
     * are attached again.
     *
     * <p>Its session, its partner, and what was agreed are as they were; listeners, credentials and functions that change session descriptions are
     * not, because they are code. A bridge then passes session descriptions as they are. The listener may block, and requests of the call wait
     * for it.
     */
    public Srf onRecover(Consumer<Dialog> listener) {
        station.lifecycle().onRecover(listener);
        return this;
    }

    /**
     * Hears of each dialog that is over on this node because another one goes on with it: this one {@linkplain #drain drains}, or was too slow and has
     * lost the call. That is not the end of the dialog, of which the other node's {@link #onTerminate} hears; it is the moment to let go of what this
     * process has for it. Nothing can be sent in it, and its session is not saved from here any more.
     */
    public Srf onHandOver(Consumer<Dialog> listener) {
        station.lifecycle().onHandOver(listener);
        return this;
    }

    /**
     * The session of a request, before a dialog is made of it: a call that is made of it later has the same session.
     *
     * <p>If the caller's INVITE comes here again because the node that had it is gone, the session holds what was put there. It is over when the
     * request was answered and no call was made of it.
     */
    public Session session(Request req) {
        return station.calls().session(req);
    }

    /**
     * Begins to answer an INVITE or SUBSCRIBE step by step, with provisional responses before the final one.
     *
     * @throws io.srf.app.SipException with 400 if the request has no Contact
     * @throws IllegalArgumentException if it is no INVITE or SUBSCRIBE
     */
    public Uas createUAS(Request req, Response res) {
        return Answering.begin(station.calls(), req, res);
    }

    /** Answers an INVITE or SUBSCRIBE. See {@link #createUAS(Request, Response, UasOptions)}. */
    public CompletableFuture<Dialog> createUAS(Request req, Response res, Consumer<UasOptions.Builder> options) {
        UasOptions.Builder builder = UasOptions.builder();
        options.accept(builder);
        return createUAS(req, res, builder.build());
    }

    /**
     * Answers an INVITE with 200, or a SUBSCRIBE with 202.
     *
     * <p>A request without Contact is answered with 400, and one whose answer cannot be made or sent with 500, or the status of the
     * {@link io.srf.app.SipException} that the application's code threw. An ACK that does not come ends the dialog with
     * {@link TerminateReason.Kind#ACK_TIMEOUT}.
     *
     * <p>Cancelling the future, or failing it as {@link CompletableFuture#orTimeout} does, refuses the caller with 480, or hangs up.
     *
     * @return completes when the response was sent; fails with a {@link io.srf.app.SipException} of 487 if the caller has cancelled, of 400 without
     *     Contact, or of what the application's code threw; with a {@link LinkException} if the link dropped; with an IllegalStateException if the
     *     application has answered the request otherwise
     */
    public CompletableFuture<Dialog> createUAS(Request req, Response res, UasOptions options) {
        return Answering.start(station.calls(), req, res, options);
    }

    /** Calls someone. See {@link #createUAC(String, UacOptions)}. */
    public CallFuture<Dialog> createUAC(String uri, Consumer<UacOptions.Builder> options) {
        UacOptions.Builder builder = UacOptions.builder();
        options.accept(builder);
        return createUAC(uri, builder.build());
    }

    /**
     * Calls someone, or subscribes.
     *
     * <p>Cancelling the future cancels the call. Whatever is answered then, or by a second fork unless {@link UacOptions.Builder#onFork} takes it, is
     * ended at once: no call is left that nobody knows.
     *
     * @param uri or {@code user@host:port}
     * @return completes when the call is answered; fails with a {@link io.srf.app.SipException} that has the status and the response of the refusal,
     *     or 408 if it rang or took too long; with a {@link LinkException} if the link dropped, or there is none
     * @throws IllegalArgumentException if the URI cannot be read
     */
    public CallFuture<Dialog> createUAC(String uri, UacOptions options) {
        try {
            return Calling.start(station.calls(), station.links().any(), uri, options);
        } catch (LinkException notConnected) {
            return Calling.notMade(notConnected);
        }
    }

    /** Calls B for A with the default options. See {@link #createB2BUA(Request, Response, String, B2buaOptions)}. */
    public CompletableFuture<B2BUA> createB2BUA(Request req, Response res, String uri) {
        return createB2BUA(req, res, uri, options -> {});
    }

    /** Calls B for A. See {@link #createB2BUA(Request, Response, String, B2buaOptions)}. */
    public CompletableFuture<B2BUA> createB2BUA(
            Request req, Response res, String uri, Consumer<B2buaOptions.Builder> options) {
        B2buaOptions.Builder builder = B2buaOptions.builder();
        options.accept(builder);
        return createB2BUA(req, res, uri, builder.build());
    }

    /**
     * Calls B for A, and joins the two: provisional responses, session descriptions, requests in the call, and its end pass across.
     *
     * <p>A CANCEL of A's leaves no leg to B, at whatever moment it comes. An INVITE without an offer makes B offer; its ACK carries the answer.
     * Cancelling the future, or failing it as {@link CompletableFuture#orTimeout} does, ends B's leg and refuses A with 480. If the 200 to A cannot be
     * sent, because of a header of the options for instance, A is refused with 500 and B hung up on.
     *
     * <p>An A whose INVITE has a Replaces header for a dialog of ours takes that place, and nobody is called (RFC 3891): the other side of that call
     * becomes B, and whom A replaces is hung up on. If the dialog is that of a B which rings, A picks that call up: all who ring for it are cancelled,
     * and both futures complete with the joined legs. A gets 481 if there is no such dialog, 420 if it requires extensions that neither we nor B, by the
     * options, can judge, and 487 when the time in its Expires header is over.
     *
     * @param uri whom to call, on A's link
     * @return completes when both legs are up; fails with a {@link io.srf.app.SipException} that has the status and the response of B's refusal, which A
     *     has been sent unless the options keep it back; of 487 if A has cancelled. It tells which leg failed. Fails with an IllegalStateException that says why
     *     if A was answered otherwise, as by the application itself
     * @throws IllegalArgumentException if the URI cannot be read, or the request is no INVITE
     */
    public CompletableFuture<B2BUA> createB2BUA(Request req, Response res, String uri, B2buaOptions options) {
        return createB2BUA(req, res, Targets.of(uri), options);
    }

    /** Calls several for A. See {@link #createB2BUA(Request, Response, Targets, B2buaOptions)}. */
    public CompletableFuture<B2BUA> createB2BUA(
            Request req, Response res, Targets targets, Consumer<B2buaOptions.Builder> options) {
        B2buaOptions.Builder builder = B2buaOptions.builder();
        options.accept(builder);
        return createB2BUA(req, res, targets, builder.build());
    }

    /**
     * Calls several for A, at once or in turn, and joins A with the first that answers.
     *
     * <p>Else as {@link #createB2BUA(Request, Response, String, B2buaOptions)}.
     *
     * @throws IllegalStateException if the targets belong to another call
     */
    public CompletableFuture<B2BUA> createB2BUA(Request req, Response res, Targets targets, B2buaOptions options) {
        return BackToBack.start(station.calls(), req, res, targets.list(), options);
    }

    /**
     * Passes a request on to somebody as one of ours, and the answer back: an INVITE becomes a call between the two, as
     * {@link #createB2BUA(Request, Response, String)} makes it; any other method is sent again with its body and all headers that do not belong to
     * one hop.
     *
     * {@snippet :
     * srf.message((req, res) -> srf.pipe(req, res, "sip:bob@carrier.example"));
     * }
     *
     * @return completes with the status that the sender was answered with, whatever it is; fails if there was no answer, as when the link dropped
     * @throws IllegalArgumentException if the URI cannot be read, or the method makes a dialog or belongs into one: REFER, SUBSCRIBE, BYE and so on
     */
    public CompletableFuture<Integer> pipe(Request req, Response res, String uri) {
        return Pipe.start(station.calls(), req, res, uri);
    }

    /** Follows a REFER with default options. See {@link #transfer(Request, Response, UacOptions)}. */
    public CompletableFuture<B2BUA> transfer(Request refer, Response res) {
        return transfer(refer, res, UacOptions.builder().build());
    }

    /**
     * Transfers a call of ours as one of its sides asks with REFER: calls the target, joins the other side with it, and hangs up on the one that
     * asked.
     *
     * {@snippet :
     * srf.createB2BUA(req, res, uri, options -> options.bridge("REFER", (leg, refer, answer) -> srf.transfer(refer, answer)));
     * }
     *
     * <p>The side that asked hears of the progress by NOTIFY (RFC 3515 §2.4.4) and may hang up at once. If the target does not answer, or the other
     * side does not accept its session, the call goes on as it was; if the one that asked is gone, it ends. A Replaces that names another of our
     * calls (attended transfer, RFC 5589 §7) makes the target there replace its dialog with us, and that call ends. A future that is given up, with
     * {@code cancel} or {@code orTimeout}, cancels the target, and the call goes on as it was.
     *
     * @param options how the target is called; session descriptions of them are not used
     * @return completes with the joined legs: the one that stayed as {@code uas}, the target as {@code uac}. Fails with a
     *     {@link io.srf.app.SipException} that has the status of the refusal, of 400 for a bad Refer-To, of 481 if the dialog is joined with none
     * @throws IllegalArgumentException if the request is no REFER
     */
    public CompletableFuture<B2BUA> transfer(Request refer, Response res, UacOptions options) {
        return Transfer.start(station.calls(), refer, res, options);
    }

    /** Calls somebody for a call that stands alone. See {@link #join(Dialog, String, UacOptions)}. */
    public CompletableFuture<B2BUA> join(Dialog dialog, String uri) {
        return join(dialog, uri, options -> {});
    }

    /** Calls somebody for a call that stands alone. See {@link #join(Dialog, String, UacOptions)}. */
    public CompletableFuture<B2BUA> join(Dialog dialog, String uri, Consumer<UacOptions.Builder> options) {
        UacOptions.Builder builder = UacOptions.builder();
        options.accept(builder);
        return join(dialog, uri, builder.build());
    }

    /**
     * Calls somebody for a call that is up and stands alone, and joins the two: for a caller who has heard an announcement or chosen from a menu, or for
     * somebody whom the application has called (click-to-dial).
     *
     * {@snippet :
     * Dialog alice = srf.createUAC("sip:alice@example.com", o -> o.localSdp(nothingYet)).join();
     * B2BUA call = srf.join(alice, "sip:bob@example.com").join();
     * }
     *
     * <p>The one who is called makes the offer, and the other side is asked to accept it with a re-INVITE (RFC 3725 §4.1); until then its session is as it was,
     * and so it stays if this fails or the future is given up. That nobody has answered yet it does not hear. If it hangs up, the one who is called is cancelled.
     *
     * @param uri or {@code user@host:port}
     * @param options how that one is called; session descriptions of them are not used
     * @return completes with the joined legs: the one that stood alone as {@code uas}, the other as {@code uac}. Fails with a
     *     {@link io.srf.app.SipException} that has the status of the refusal; of 481 if the call is not up, of 486 if it is joined with somebody or parked, or
     *     somebody is being called for it; of 487 if it hung up meanwhile
     * @throws IllegalArgumentException if the URI cannot be read, or the dialog is none of ours
     */
    public CompletableFuture<B2BUA> join(Dialog dialog, String uri, UacOptions options) {
        return CallingFor.start(dialog, uri, options);
    }

    /** Where calls wait to be retrieved. */
    public Parking parking() {
        return parking;
    }

    /**
     * Sends a request outside of dialogs.
     *
     * @return completes with the final response, whatever its status; fails with a {@link io.srf.app.SipException} if none comes, with a
     *     {@link LinkException} if the link dropped, or there is none
     * @throws IllegalArgumentException if the URI cannot be read, or the method is INVITE
     */
    public CompletableFuture<ReceivedResponse> request(String uri, RequestOptions options) {
        return onAnyLink(agent -> agent.request(uri, options));
    }

    private <T> CompletableFuture<T> onAnyLink(Function<Agent, CompletableFuture<T>> action) {
        Agent agent;
        try {
            agent = station.links().any();
        } catch (LinkException notConnected) {
            return CompletableFuture.failedFuture(notConnected);
        }
        return action.apply(agent);
    }

    /** Passes a request on as a stateful proxy. See {@link Request#proxy}. */
    public CompletableFuture<ProxyResult> proxyRequest(Request req, Proxying how) {
        return req.proxy(how);
    }

    /**
     * What happened in a call that goes on or ended lately: its messages, and what the application and the engine made of them.
     *
     * @param callId of any of its legs
     * @return null if nothing is known of it, or no more
     */
    public @Nullable RecordedCall flight(String callId) {
        return station.flight(callId);
    }

    /** The dialog with this id of {@link Dialog#id}; null if there is none, or it is over. */
    public @Nullable Dialog findDialog(String dialogId) {
        Leg leg = station.calls().find(dialogId);
        return leg == null ? null : leg.dialog();
    }

    /** The dialog with this Call-ID and these tags (RFC 3261 §12); null if there is none, or it is over. */
    public @Nullable Dialog findDialog(String callId, String localTag, String remoteTag) {
        Leg leg = station.calls().find(callId, localTag, remoteTag);
        return leg == null ? null : leg.dialog();
    }

    /** All dialogs that are early, up, or being ended, as they are now. */
    public List<Dialog> dialogs() {
        return station.calls().legs().stream().map(Leg::dialog).toList();
    }

    /** How many calls are being set up, are up, or are being ended. */
    public int openCalls() {
        return station.calls().open();
    }

    /**
     * Leaves the calls of this node to other nodes of the application, without a message to any phone, and closes all links: the way to stop a node for
     * an upgrade.
     *
     * <p>New calls are not taken: the engines are asked for none, and what still comes is answered with 503 and Retry-After. What is under way comes
     * to its end within {@link SrfConfig#drainTime}: calls that are being set up, and requests in calls that are up. Then each call is left as it is,
     * with its session and its timers: {@link #onHandOver} hears of its dialogs, and {@link #onRecover} on the node that goes on with it, which it
     * does when a request comes in the call, or soon after. A call that was not up by then is set up anew from its INVITE. Subscriptions end, and
     * those who have subscribed with us are told to do it anew.
     *
     * <p>It takes other nodes that have the same {@link SrfConfig#app}, share the {@link SrfConfig#sessions} and are linked to the same engines,
     * which have to be srf engines. Whether there are any is not known here: calls that nobody takes within two minutes are ended by the engine with
     * BYE. Dialogs on a drachtio-server are ended after the drain time, but for those that {@link SrfConfig#keepOrphans} names. Without an application
     * name or a store this is {@link #shutdown}. An engine in this JVM is closed right after, and its address moves to another one: to that
     * its own nodes give the calls.
     *
     * @return completes when that is done; never fails. After {@link #shutdown} it is the same as that
     */
    public CompletableFuture<Void> drain() {
        return station.drain();
    }

    /**
     * Takes no new calls, waits for those there are, ends what is left after {@link SrfConfig#drainTime}, and closes all links.
     *
     * @return completes when that is done; never fails
     */
    public CompletableFuture<Void> shutdown() {
        return station.shutdown();
    }

    /** Shuts down and waits for it. See {@link #shutdown}. May be called twice. */
    @Override
    public void close() {
        shutdown().join();
    }
}
