package dev.tollgate.gateway.console.page;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can change while somebody looks at a page, by the read that shows it. */
public enum LiveTopic {
    USAGE("list_usage"),
    REQUEST("get_request"),
    DELIVERY("list_webhook_deliveries"),
    BUDGET("get_billing");

    private final String read;

    LiveTopic(String read) {
        this.read = read;
    }

    /** The name that browsers are told. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topics of the page of an operation. */
    static Set<LiveTopic> ofPage(String operation) {
        return switch (operation) {
            case "list_usage",
                    "list_usage_events",
                    "list_api_keys",
                    "get_api_key",
                    "list_mcp_clients",
                    "get_mcp_client" -> EnumSet.of(USAGE);
            case "read_workspace" -> EnumSet.of(USAGE, BUDGET);
            case "get_request" -> EnumSet.of(USAGE, REQUEST, DELIVERY);
            case "list_audit_events" -> EnumSet.of(REQUEST);
            case "list_webhooks",
                    "get_webhook",
                    "list_webhook_deliveries",
                    "get_webhook_delivery",
                    "list_webhook_replays",
                    "get_webhook_replay" -> EnumSet.of(DELIVERY);
            case "get_billing", "list_ledger" -> EnumSet.of(BUDGET);
            default -> EnumSet.noneOf(LiveTopic.class);
        };
    }

    /** The reads that show the topics: who may not call one on a target is told nothing of its topic there. */
    public static final class Reads {

        private final Map<LiveTopic, List<CompiledFace<?, ?>>> faces = new EnumMap<>(LiveTopic.class);

        public Reads(Catalogue catalogue) {
            for (var topic : values()) {
                var reads = catalogue.faces(Plane.CONTROL).stream()
                        .filter(face -> face.operation().name().equals(topic.read))
                        .toList();
                if (reads.isEmpty()) {
                    throw new IllegalStateException(topic.read + " is no control operation");
                }
                faces.put(topic, reads);
            }
        }

        /** What somebody with these rights is told of their target. */
        public Set<LiveTopic> allowed(TargetRights rights) {
            var topics = EnumSet.noneOf(LiveTopic.class);
            faces.forEach((topic, reads) -> {
                if (reads.stream().anyMatch(rights::allows)) {
                    topics.add(topic);
                }
            });
            return topics;
        }
    }
}
