package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;

/** Makes of an input's fields the request a caller would send: path, query, body and headers. */
record Target(GatewayFixture gateway, String tenant, String workspace) {

    Reply call(CompiledFace<?, ?> face, ObjectNode fields, String token) {
        var route = face.face().route();
        var inPath = new HashSet<>(route.parameters());
        var path = route.path();
        for (var name : inPath) {
            path = path.replace('{' + name + '}', parameter(name, fields));
        }
        var rest = fields.deepCopy();
        rest.remove(inPath);
        var key = face.operation().has(Trait.KEY_REQUIRED)
                ? new String[] {"Idempotency-Key", UUID.randomUUID().toString()}
                : new String[0];
        return face.face().takesBody()
                ? gateway.call(route.method(), path, token, rest.isEmpty() ? null : rest, key)
                : gateway.call(route.method(), path + query(rest), token, null, key);
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
            } else {
                pairs.add(pair(field.getKey(), field.getValue()));
            }
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String pair(String name, JsonNode value) {
        return name + '=' + URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
    }

    /** Whose call this is on the control plane. */
    String token(Plane plane, String app) {
        return switch (plane) {
            case APP -> app;
            case CONTROL -> gateway.operatorToken();
        };
    }
}
