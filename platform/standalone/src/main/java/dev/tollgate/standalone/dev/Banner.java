package dev.tollgate.standalone.dev;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Text printed when everything is ready: addresses, credentials, a first call. */
final class Banner {
    private Banner() {}

    /** @param signIn a link that signs in to the console once */
    static String text(DevFacts facts, String signIn, DevFolder folder, double seconds) {
        return """

                Tollgate is ready after %s s.

                %s
                %s
                %s
                %s
                %s
                %s
                %s

                %s
                %s

                  A first call, and an agent's first write:
                    curl -s %s/v1/workspace -H 'Authorization: Bearer %s'
                    curl -s %s -H 'Authorization: Bearer %s' \\
                      -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
                      -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_task","arguments":{"title":"Call Ada"}}}'

                  Addresses and credentials are in %s; data and log are beside it.
                  Ctrl-C drains and stops.
                """.formatted(
                        String.format(Locale.ROOT, "%.1f", seconds),
                        line("REST", facts.api() + "/v1"),
                        line("MCP", facts.mcp()),
                        line("admin API", facts.control()),
                        line("console", facts.console()),
                        line("sign in, once", signIn),
                        line("reference", facts.api() + "/docs"),
                        line("probes, metrics", facts.management()),
                        line("operator token", facts.operatorToken()),
                        credentials(facts.credentials()),
                        facts.api(),
                        facts.credentials().get(Demo.API_KEY),
                        facts.mcp(),
                        facts.credentials().get(Demo.AGENT),
                        folder.facts());
    }

    private static String credentials(Map<String, String> credentials) {
        return credentials.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(credential -> line(credential.getKey(), credential.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-20s %s", name, value);
    }
}
