// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppTest extends AppWorld {
    private final List<String> seen = new ArrayList<>();

    private Middleware noting(String what) {
        return (req, res, next) -> {
            seen.add(what);
            next.run();
        };
    }

    @Test
    void layers_see_a_request_in_the_order_they_were_added() {
        app.use(noting("1"), noting("2")).use("INVITE", noting("3")).invite((req, res) -> {
            seen.add("handler");
            res.send(486);
        });
        app.use(noting("never"));
        engine.receives("t", Messages.invite());
        assertThat(seen).containsExactly("1", "2", "3", "handler");
        assertThat(engine.sent()).containsExactly("SIP/2.0 486 Busy Here");
    }

    @Test
    void methods_are_matched_whole_and_in_any_case() {
        app.use("invite", noting("invite")).use("info", noting("info")).use("in", noting("in"));
        engine.receives("t", Messages.of("INFO"));
        assertThat(seen).containsExactly("info");
    }

    @Test
    void a_layer_for_a_method_asks_for_it_and_one_for_all_does_not() {
        app.use(noting("all"));
        assertThat(engine.routes()).isEmpty();
        app.invite((req, res) -> {}).handle("invite", (req, res) -> {}).use("Message", noting("message"));
        assertThat(engine.routes()).containsExactly("invite", "message");
    }

    @Test
    void an_app_in_an_app_sees_what_reaches_its_place_and_passes_on_what_it_does_not_answer() {
        App sub = new App().use(noting("sub")).message((req, res) -> res.send(202));
        app.use(noting("before"), sub, noting("after"));
        engine.receives("t1", Messages.of("MESSAGE"));
        engine.receives("t2", Messages.of("OPTIONS"));
        assertThat(seen).containsExactly("before", "sub", "before", "sub", "after");
        assertThat(engine.sent()).containsExactly("SIP/2.0 202 Accepted", "SIP/2.0 404 Not Found");
    }

    @Test
    void the_methods_of_an_app_in_an_app_are_asked_for_even_later() {
        App sub = new App().message((req, res) -> res.send(200));
        app.use(sub);
        sub.options((req, res) -> res.send(200));
        assertThat(engine.routes()).containsExactly("message", "options");
        assertThat(app.methods()).containsExactlyInAnyOrder("MESSAGE", "OPTIONS");
    }

    @Test
    void an_app_used_for_one_method_asks_for_no_other() {
        app.use("INFO", new App().message((req, res) -> res.send(200)).info((req, res) -> res.send(200)));
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.routes()).containsExactly("info");
        assertThat(engine.sent()).containsExactly("SIP/2.0 404 Not Found");
    }

    @Test
    void an_error_skips_to_the_error_handlers_behind_it() {
        app.use((error, req, res, next) -> seen.add("too early"));
        app.use((req, res, next) -> {
            throw new IllegalStateException("no luck");
        });
        app.use(noting("skipped"));
        app.use((error, req, res, next) -> {
            seen.add(String.valueOf(error.getMessage()));
            next.fail(new SipException(403));
        });
        app.use((error, req, res, next) -> {
            seen.add(String.valueOf(error.getMessage()));
            next.run();
        });
        app.message((req, res) -> res.send(202));
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(seen).containsExactly("no luck", "403 Forbidden");
        assertThat(engine.sent()).containsExactly("SIP/2.0 202 Accepted");
    }

    @Test
    void an_error_in_an_app_in_an_app_reaches_the_error_handlers_outside() {
        app.use(new App().use((req, res, next) -> next.fail(new SipException(480))));
        app.use((error, req, res, next) -> {
            seen.add(String.valueOf(error.getMessage()));
            throw new SipException(481);
        });
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(seen).containsExactly("480 Temporarily Unavailable");
        assertThat(engine.sent()).containsExactly("SIP/2.0 481 Call/Transaction Does Not Exist");
    }

    @Test
    void a_request_may_be_passed_on_later_but_only_once() {
        List<Next> kept = new ArrayList<>();
        app.use((req, res, next) -> kept.add(next)).use(noting("later"));
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).isEmpty();
        kept.get(0).run();
        kept.get(0).run();
        kept.get(0).fail(new SipException(403));
        assertThat(seen).containsExactly("later");
        assertThat(engine.sent()).containsExactly("SIP/2.0 404 Not Found");
    }

    @Test
    void middleware_that_fails_after_it_has_passed_a_request_on_changes_nothing() {
        app.use((req, res, next) -> {
            next.run();
            throw new IllegalStateException("too late");
        });
        app.message((req, res) -> res.send(202));
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(engine.sent()).containsExactly("SIP/2.0 202 Accepted");
    }

    @Test
    void attributes_go_along_with_the_request() {
        app.use((req, res, next) -> {
            req.attributes().put("user", "alice");
            next.run();
        });
        app.message((req, res) -> {
            seen.add(String.valueOf(req.attributes().get("user")));
            res.send(200);
        });
        engine.receives("t", Messages.of("MESSAGE"));
        assertThat(seen).containsExactly("alice");
    }

    @Test
    void a_handler_for_CANCEL_or_for_no_method_at_all_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.handle("CANCEL", (req, res) -> {}))
                .withMessageContaining("onCancel");
        assertThatIllegalArgumentException().isThrownBy(() -> app.use("*", noting("all")));
        assertThatIllegalArgumentException().isThrownBy(() -> app.use(app));
    }
}
