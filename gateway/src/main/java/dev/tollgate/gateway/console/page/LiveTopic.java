package dev.tollgate.gateway.console.page;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can change while somebody looks at a page, by the read that shows it and the pages that are about it. */
public enum LiveTopic {
    USAGE(
            "list_usage",
            "read_workspace",
            "get_request",
            "list_usage_events",
            "list_api_keys",
            "get_api_key",
            "list_mcp_clients",
            "get_mcp_client"),
    REQUEST("get_request", "list_audit_events"),
    DELIVERY(
            "list_webhook_deliveries",
            "get_webhook_delivery",
            "list_webhooks",
            "get_webhook",
            "get_webhook_replay",
            "get_request"),
    BUDGET("get_billing", "read_workspace", "list_ledger");

    private final String read;
    private final Set<String> pages;

    LiveTopic(String read, String... pages) {
        this.read = read;
        this.pages = Set.of(pages);
    }

    /** The name that browsers are told. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The topics of the page of an operation. */
    static Set<LiveTopic> ofPage(String operation) {
        var topics = EnumSet.noneOf(LiveTopic.class);
        Arrays.stream(values())
                .filter(topic -> topic.read.equals(operation) || topic.pages.contains(operation))
                .forEach(topics::add);
        return topics;
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
