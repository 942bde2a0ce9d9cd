package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of a server that completion offers for a field: scopes, modules, plans, event types, operations. Without a
 * server that answers there are none.
 *
 * @param ofFields by name of the field, or by group and name where only one group has such a field
 */
record KnownWords(Map<String, List<String>> ofFields) {
    static final KnownWords NONE = new KnownWords(Map.of());
    private static final String PLANE = "/control/v1";
    private static final int PAGES_MAX = 20;

    KnownWords {
        ofFields = Map.copyOf(ofFields);
    }

    /** The words for a field of a command; empty where none are known. */
    List<String> of(String group, String field) {
        return ofFields.getOrDefault(group + ' ' + field, ofFields.getOrDefault(field, List.of()));
    }

    static KnownWords read(AdminApi api) {
        var words = new LinkedHashMap<String, List<String>>();
        var scopes = list(api, "/scopes");
        var modules = scopes.stream()
                .filter(scope -> scope.path("scope").asText().endsWith(":write"))
                .map(scope -> scope.path("module").asText())
                .distinct()
                .toList();
        var types = texts(list(api, "/event-types"), "type");
        var operations = list(api, "/operations");
        words.put("scopes", texts(scopes, "scope"));
        words.put("scope", texts(scopes, "scope"));
        words.put("module", modules);
        words.put("modules key", modules);
        words.put("plan", texts(list(api, "/plans"), "name"));
        words.put("event_type", types);
        words.put("event_types", types);
        words.put("event-types type", types);
        words.put("operations name", texts(operations, "name"));
        words.put("action", texts(operations, "action").stream().distinct().toList());
        return new KnownWords(words);
    }

    private static List<String> texts(List<JsonNode> records, String field) {
        return records.stream().map(record -> record.path(field).asText()).toList();
    }

    private static List<JsonNode> list(AdminApi api, String path) {
        var records = new ArrayList<JsonNode>();
        var paged = PLANE + path + (path.equals("/scopes") || path.equals("/plans") ? "" : "?limit=100");
        var target = paged;
        for (int page = 0; page < PAGES_MAX; page++) {
            var reply = api.tried(new ApiRequest("GET", target, Map.of("Accept", "application/json"), null));
            if (reply == null || !reply.succeeded()) {
                return List.of();
            }
            reply.body().path("data").forEach(records::add);
            var cursor = reply.body().path("next_cursor").asText("");
            if (cursor.isEmpty()) {
                break;
            }
            target = paged + "&cursor=" + RequestInputs.encoded(cursor);
        }
        return records;
    }
}
