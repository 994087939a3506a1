// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** Reads {@code redis[s][-sentinel|-cluster]://[[USER]:PASSWORD@]HOST[:PORT][,HOST[:PORT]…][/MASTER][/DATABASE]}. */
record RedisUri(Place place, Login login) {
    /** What a URI may look like, for error messages. */
    private static final String FORMS = "expected: redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], "
            + "redis-sentinel://[…@]HOST[:PORT],HOST[:PORT]/MASTER[/DATABASE] or redis-cluster://[…@]HOST[:PORT],HOST[:PORT], "
            + "or the same with rediss";

    private static final int DEFAULT_PORT = 6379;
    private static final int DEFAULT_SENTINEL_PORT = 26379;
    private static final int MAX_PORT = 65535;

    private static final Pattern URI = Pattern.compile(
            "redis(?<tls>s?)(?<kind>-sentinel|-cluster)?://(?:(?<login>[^/]*)@)?(?<hosts>[^/@?#]+)(?<path>/[^?#]*)?");
    private static final Pattern HOST =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^:\\[\\]\\s]+)(?::(?<port>\\d{1,5}))?");

    static RedisUri parse(String text) {
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            throw bad(text, "it has another form");
        }
        Login login = login(text, uri.group("login"));
        return new RedisUri(place(text, uri), uri.group("tls").isEmpty() ? login : login.withTls(null));
    }

    private static Place place(String text, Matcher uri) {
        String kind = uri.group("kind");
        List<String> path = path(uri.group("path"));
        if ("-cluster".equals(kind)) {
            check(path.isEmpty(), text, "a Cluster has no databases");
            return new Place.Cluster(hosts(text, uri.group("hosts"), DEFAULT_PORT));
        }
        if ("-sentinel".equals(kind)) {
            check(path.size() == 1 || path.size() == 2, text, "it does not say which master");
            int database = path.size() == 2 ? database(text, path.get(1)) : 0;
            return new Place.Sentinels(
                    hosts(text, uri.group("hosts"), DEFAULT_SENTINEL_PORT), path.getFirst(), database);
        }
        List<HostAndPort> hosts = hosts(text, uri.group("hosts"), DEFAULT_PORT);
        check(hosts.size() == 1, text, "several hosts");
        check(path.size() <= 1, text, "its path has more than a database");
        return new Place.Server(hosts.getFirst(), path.isEmpty() ? 0 : database(text, path.getFirst()));
    }

    private static List<String> path(@Nullable String path) {
        if (path == null || path.equals("/")) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String name : path.substring(1).split("/", -1)) {
            names.add(decode(name));
        }
        return names;
    }

    private static Login login(String text, @Nullable String login) {
        if (login == null) {
            return Login.NONE;
        }
        int colon = login.indexOf(':');
        check(colon >= 0, text, "a user without a password");
        String user = decode(login.substring(0, colon));
        return Login.NONE.withUser(user.isEmpty() ? null : user, decode(login.substring(colon + 1)));
    }

    private static List<HostAndPort> hosts(String text, String list, int defaultPort) {
        List<HostAndPort> hosts = new ArrayList<>();
        for (String each : list.split(",", -1)) {
            Matcher host = HOST.matcher(each);
            check(host.matches(), text, "no host and port: \"" + each + "\"");
            String port = host.group("port");
            int number = port == null ? defaultPort : Integer.parseInt(port);
            check(number >= 1 && number <= MAX_PORT, text, "port " + number);
            hosts.add(new HostAndPort(host.group("host").replaceAll("[\\[\\]]", ""), number));
        }
        return List.copyOf(hosts);
    }

    private static int database(String text, String number) {
        check(number.matches("\\d{1,5}"), text, "the database is no number: \"" + number + "\"");
        return Integer.parseInt(number);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static void check(boolean fine, String text, String trouble) {
        if (!fine) {
            throw bad(text, trouble);
        }
    }

    private static IllegalArgumentException bad(String text, String trouble) {
        String masked = text.replaceAll("//.*@", "//…@");
        return new IllegalArgumentException("bad Redis URI " + masked + ": " + trouble + "; " + FORMS);
    }
}
