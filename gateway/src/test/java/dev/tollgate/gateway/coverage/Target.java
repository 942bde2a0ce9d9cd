package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes of an input's fields the request a caller would send: path, query, body and headers. */
record Target(GatewayFixture gateway, String tenant, String workspace) {

    private static final Random ANY = new Random(1);

    /** @param more headers, names and values in turn */
    Reply call(CompiledFace<?, ?> face, ObjectNode fields, @Nullable String token, String... more) {
        var route = face.face().route();
        var inPath = new HashSet<>(route.parameters());
        var path = route.path();
        for (var name : inPath) {
            path = path.replace('{' + name + '}', parameter(name, fields));
        }
        var rest = fields.deepCopy();
        rest.remove(inPath);
        var headers = new ArrayList<>(List.of("X-Forwarded-For", anyAddress()));
        headers.addAll(List.of(more));
        if (face.operation().has(Trait.KEY_REQUIRED)) {
            headers.addAll(List.of("Idempotency-Key", UUID.randomUUID().toString()));
        }
        var given = headers.toArray(String[]::new);
        return face.face().takesBody()
                ? gateway.call(route.method(), path, token, rest.isEmpty() ? null : rest, given)
                : gateway.call(route.method(), path + query(rest), token, null, given);
    }

    private static String anyAddress() {
        return "10." + ANY.nextInt(256) + '.' + ANY.nextInt(256) + '.' + ANY.nextInt(256);
    }

    private String parameter(String name, ObjectNode fields) {
        return switch (name) {
            case "tenant_id" -> fields.path(name).asText(tenant);
            case "workspace_id" -> fields.path(name).asText(workspace);
            default -> fields.path(name).asText();
        };
    }

    private static String query(ObjectNode fields) {
        var pairs = new ArrayList<String>();
        for (var field : fields.properties()) {
            if (field.getValue().isObject()) {
                for (var inner : field.getValue().properties()) {
                    pairs.add(pair(field.getKey() + '.' + inner.getKey(), inner.getValue()));
                }
            } else if (field.getValue().isArray()) {
                field.getValue().forEach(item -> pairs.add(pair(field.getKey(), item)));
            } else {
                pairs.add(pair(field.getKey(), field.getValue()));
            }
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String pair(String name, JsonNode value) {
        return name + '=' + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
    }
}
