package dev.tollgate.gateway.console.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who is signed in.
 *
 * @param name what people call them
 * @param client where they signed in: client address, shortened user agent
 */
public record Session(SessionCaller owner, String name, String client, Instant createdAt, Instant endsAt) {

    /** A session that is not used for this long has ended. */
    public static final Duration IDLE_MAX = Duration.ofMinutes(30);

    /** A session ends after this long, however much it is used. */
    public static final Duration LIFE_MAX = Duration.ofHours(12);

    private static final String OPERATOR = "operator";

    boolean ended(Instant now) {
        return !now.isBefore(endsAt);
    }

    /** As it is stored. */
    String json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("client", client)
                .put("created", createdAt.toEpochMilli())
                .put("ends", endsAt.toEpochMilli());
        switch (owner) {
            case SessionCaller.Operator(String operator, String mark) ->
                json.put("kind", OPERATOR).put("id", operator).put("mark", mark);
            case SessionCaller.Subject person ->
                json.put("kind", "person").put("id", person.subject()).put("email", person.verifiedEmail());
        }
        return Json.text(json);
    }

    /** The session in a stored text; empty for a text of a version that is not understood. */
    static Optional<Session> parse(String json) {
        var tree = Json.read(json, JsonNode.class);
        var ends = Instant.ofEpochMilli(tree.path("ends").asLong());
        var id = tree.path("id").asText();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        var email = tree.path("email");
        SessionCaller owner = tree.path("kind").asText().equals(OPERATOR)
                ? new SessionCaller.Operator(id, tree.path("mark").asText())
                : new SessionCaller.Subject(id, ends, email.isTextual() ? email.asText() : null);
        return Optional.of(new Session(
                owner,
                tree.path("name").asText(),
                tree.path("client").asText(),
                Instant.ofEpochMilli(tree.path("created").asLong()),
                ends));
    }
}
