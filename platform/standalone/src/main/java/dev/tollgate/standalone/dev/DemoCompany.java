package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The records of a small company in the demo workspace, made by calls of the app plane, in the order of
 * {@code company.json}. A text of a call may be {@code {id:LABEL}}, the id of what an earlier call made,
 * {@code {id:LABEL/FIELD}}, the id of a record in its answer, {@code {time:DAYS}} or {@code {date:DAYS}}, so many days
 * from now. It is filled once: a workspace that has the record of the last call is left as it is.
 */
final class DemoCompany {

    /** The external source of the records. */
    private static final String SOURCE = "demo";

    private static final Pattern REFERENCE = Pattern.compile("\\{(id|time|date):([a-z0-9_/.+-]+)}");
    private static final String CALLS = "company.json";
    private static final double MS_OF_DAY = Duration.ofDays(1).toMillis();

    private final ControlPlane control;
    private final DevFacts facts;
    private final InstantSource clock;
    private final Map<String, JsonNode> answers = new HashMap<>();

    DemoCompany(ControlPlane control, DevFacts facts, InstantSource clock) {
        this.control = control;
        this.facts = facts;
        this.clock = clock;
    }

    /** Makes the records; gives the number of calls, 0 where they are there already. */
    int fill() {
        var calls = calls();
        var key = key();
        try {
            if (isThere(key.secret(), calls.get(calls.size() - 1))) {
                return 0;
            }
            if (isThere(key.secret(), calls.get(0))) {
                throw new DemoNotPrepared("the demo workspace is filled in part: start with --fresh");
            }
            useTimeZone();
            calls.forEach(call -> make(key.secret(), call));
            return calls.size();
        } finally {
            var _ = control.post(key.path() + "/revoke", Map.of());
        }
    }

    /** An API key for every module, which lives as long as the calls. */
    private record Key(String path, String secret) {}

    private void useTimeZone() {
        var _ = control.patch(workspace(), Map.of("time_zone", "Europe/Oslo"));
    }

    private String workspace() {
        return "/workspaces/" + facts.workspaceId();
    }

    private Key key() {
        var made = control.post(
                workspace() + "/api-keys",
                Map.of("name", "demo company", "scopes", Demo.moduleScopes(control), "rate_limit", 500));
        return new Key(
                workspace() + "/api-keys/" + made.data().path("id").asText(),
                made.data().path("secret").asText());
    }

    private boolean isThere(String secret, JsonNode call) {
        var filters =
                "?external_source=" + SOURCE + "&external_id=" + call.path("as").asText();
        return !control.getAs(secret, facts.api() + call.path("path").asText() + filters)
                .data()
                .isEmpty();
    }

    private void make(String secret, JsonNode call) {
        var label = call.path("as").asText();
        var body = (ObjectNode) filled(call.path("body"));
        if (!label.isEmpty()) {
            body.put("external_source", SOURCE).put("external_id", label);
        }
        var path = filled(call.path("path")).asText();
        var method = call.path("method").asText("POST");
        var answer = control.callAs(secret, method, facts.api() + path, body);
        answers.put(label.isEmpty() ? call.path("label").asText() : label, answer.data());
    }

    /** The node with its references replaced. */
    private JsonNode filled(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var filled = Json.MAPPER.createObjectNode();
                object.properties().forEach(field -> filled.set(field.getKey(), filled(field.getValue())));
                yield filled;
            }
            case ArrayNode array -> {
                var filled = Json.MAPPER.createArrayNode();
                array.forEach(item -> filled.add(filled(item)));
                yield filled;
            }
            case TextNode text ->
                TextNode.valueOf(REFERENCE
                        .matcher(text.asText())
                        .replaceAll(reference -> referred(reference.group(1), reference.group(2))));
            case JsonNode other -> other.isMissingNode() ? Json.MAPPER.createObjectNode() : other;
        };
    }

    private String referred(String kind, String of) {
        if (kind.equals("id")) {
            int slash = of.indexOf('/');
            var answer = Objects.requireNonNull(answers.get(slash < 0 ? of : of.substring(0, slash)), of);
            return (slash < 0 ? answer : answer.path(of.substring(slash + 1)))
                    .path("id")
                    .asText();
        }
        var time = clock.instant().plusMillis(Math.round(Double.parseDouble(of) * MS_OF_DAY));
        return kind.equals("time")
                ? time.toString()
                : time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static JsonNode calls() {
        try (var file = Objects.requireNonNull(DemoCompany.class.getResourceAsStream(CALLS))) {
            return Json.MAPPER.readTree(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
