package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.chart.StackedBars;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.page.ShownRecord.Part;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What some pages show besides the record or the list: figures, health, the pause state, next steps. */
final class RecordParts {

    private static final int DAYS = 14;
    private static final int LINES_MAX = 100;
    private static final String TENANT = Places.ROOT + "/tenants/{tenant_id}";
    private static final String WORKSPACE = Places.ROOT + "/workspaces/{workspace_id}";

    /** Lists of the installation beside its state. */
    private static final List<String> OF_SYSTEM = List.of("/dead-letters", "/jobs", "/settings", "/audit-events");

    private final PageParts parts;
    private final PageCalls calls;
    private final InstantSource clock;
    private final CompiledFace<?, ?> billing;
    private final CompiledFace<?, ?> usage;
    private final FirstSteps firstSteps;
    private final ListParts lists;
    private final KeyParts keys;
    private final WebhookHealthParts webhooks;
    private final ChainParts chains;

    RecordParts(PageParts parts, Catalogue catalogue, InstantSource clock) {
        this.parts = parts;
        this.calls = parts.calls();
        this.clock = clock;
        this.lists = new ListParts(parts, clock);
        this.keys = new KeyParts(parts, clock);
        this.webhooks = new WebhookHealthParts(parts, lists);
        this.chains = new ChainParts(parts);
        this.billing = Objects.requireNonNull(catalogue.face("get_billing", Plane.CONTROL));
        this.firstSteps = new FirstSteps(calls, catalogue);
        this.usage = Objects.requireNonNull(catalogue.face("list_usage", Plane.CONTROL));
    }

    /** The parts of a record. */
    Future<List<Part>> of(Look<Place.Shown> look, JsonNode content) {
        return switch (look.place().face().operation().name()) {
            case "read_workspace" -> overview(look);
            case "get_billing" -> Future.succeededFuture(List.of(BillingParts.spending(content)));
            case "get_request" -> Future.succeededFuture(CallParts.request(content, tables(look)));
            case "get_webhook_delivery" -> Future.succeededFuture(List.of(CallParts.attempts(content, tables(look))));
            case "get_webhook_replay" -> Future.succeededFuture(List.of(WebhookHealthParts.progress(content)));
            case "get_webhook" -> webhooks.of(look, content);
            case "get_api_key", "get_mcp_client" -> Future.succeededFuture(keys.use(look, content));
            case "get_system" ->
                Future.succeededFuture(
                        SystemParts.of(content, parts.links().unlinkedForms(look.rights()), besideSystem(look)));
            case "get_mcp_setup" -> Future.succeededFuture(SetupParts.of(content));
            case "get_tenant" -> tenant(look);
            default -> Future.succeededFuture(List.of());
        };
    }

    private OwnTables tables(Look<Place.Shown> look) {
        return new OwnTables(new ShownValues(parts.ids(), look.rights()), clock.instant());
    }

    /** Fields of a record that its parts show, and show better. */
    static List<String> shownInParts(Look<Place.Shown> look) {
        return switch (look.place().face().operation().name()) {
            case "get_system" -> SystemParts.SHOWN;
            case "get_mcp_setup" -> SetupParts.SHOWN;
            case "get_webhook" -> List.of("health");
            case "get_request" -> CallParts.LISTS;
            case "get_webhook_delivery" -> List.of(CallParts.ATTEMPTS);
            case "get_api_key", "get_mcp_client" -> List.of("budget", "last_used_at", "expires_at");
            default -> List.of();
        };
    }

    /** The parts above a list. May add fields to its records. */
    Future<List<Part>> ofList(Look<Place.Shown> look, List<JsonNode> records) {
        return switch (look.place().face().operation().name()) {
            case "list_api_keys", "list_mcp_clients" -> keys.charges(look, records);
            case "list_webhooks" -> webhooks.ofList(look, records);
            case "list_audit_events" -> chains.of(look);
            case "list_members" -> invitations(look, WORKSPACE);
            case "list_tenant_owners" -> invitations(look, TENANT);
            default -> Future.succeededFuture(List.of());
        };
    }

    private Future<List<Part>> invitations(Look<Place.Shown> look, String target) {
        return lists.of(look, look.parameters(), new ListParts.Wanted("Invitations", target + "/invitations"));
    }

    private Future<List<Part>> tenant(Look<Place.Shown> look) {
        var target = look.parameters();
        return Future.all(
                        account(look),
                        lists.of(look, target, new ListParts.Wanted("Workspaces", TENANT + "/workspaces")),
                        lists.of(look, target, new ListParts.Wanted("Owners", TENANT + "/owners")))
                .map(RecordParts::joined);
    }

    private static List<Part> joined(CompositeFuture all) {
        return all.<List<Part>>list().stream().flatMap(List::stream).toList();
    }

    private List<ShownValue.Link> besideSystem(Look<Place.Shown> look) {
        return OF_SYSTEM.stream()
                .map(step -> parts.places().shown(Places.ROOT + step))
                .flatMap(Stream::ofNullable)
                .filter(place -> look.rights().allows(place.face()))
                .map(place ->
                        new ShownValue.Link(Label.of(place.path().substring(Places.ROOT.length() + 1)), place.path()))
                .toList();
    }

    private Future<List<Part>> overview(Look<Place.Shown> look) {
        return Future.all(account(look), firstSteps.of(look), usage(look)).map(RecordParts::joined);
    }

    private Future<List<Part>> account(Look<Place.Shown> look) {
        var tenant = look.rights().tenantId();
        if (tenant == null || !look.rights().allows(billing)) {
            return Future.succeededFuture(List.of());
        }
        return calls.call(look.visit(), billing, List.of(tenant.text()), CallInputs.NONE)
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> List.of(BillingParts.spending(done.content()));
                    case CallAnswer.Refused(var problem) -> List.of(Part.failed("Spending", problem));
                });
    }

    private Future<List<Part>> usage(Look<Place.Shown> look) {
        if (!look.rights().allows(usage)) {
            return Future.succeededFuture(List.of());
        }
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var query = MultiMap.caseInsensitiveMultiMap()
                .add("from", today.minusDays(DAYS - 1).toString())
                .add("to", today.plusDays(1).toString())
                .add("group_by", "day")
                .add("group_by", "surface")
                .add("limit", Integer.toString(LINES_MAX));
        return calls.call(look.visit(), usage, look.parameters(), CallInputs.query(query))
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> usagePart(done.content());
                    case CallAnswer.Refused(var problem) -> List.of(Part.failed("Usage by day, UTC", problem));
                });
    }

    private static List<Part> usagePart(JsonNode lines) {
        var records = new ArrayList<JsonNode>();
        lines.forEach(records::add);
        var figure = bars(records);
        return figure.isEmpty() ? List.of() : List.of(new Part("Usage by day, UTC", figure, List.of()));
    }

    /** The figure above a list; null where it has none. */
    @Nullable String chart(Look<Place.Shown> look, List<JsonNode> records) {
        if (!look.place().path().endsWith("/usage")) {
            return null;
        }
        var figure = bars(records);
        return figure.isEmpty() ? null : figure;
    }

    private static String bars(List<JsonNode> lines) {
        return StackedBars.of(amounts(lines), summary(lines), Dollars::signed);
    }

    private static String summary(List<JsonNode> records) {
        long all = records.stream()
                .mapToLong(line -> line.path("charge_micros").asLong())
                .sum();
        return "Charges by period: " + Dollars.signed(all) + " in all.";
    }

    private static List<StackedBars.Amount> amounts(List<JsonNode> records) {
        return records.stream()
                .filter(line -> line.has("day") || line.has("hour"))
                .map(line -> new StackedBars.Amount(
                        line.path(line.has("hour") ? "hour" : "day").asText(),
                        series(line),
                        line.path("charge_micros").asLong()))
                .toList();
    }

    private static String series(JsonNode line) {
        for (var name : List.of("dimension", "module", "surface", "credential_id", "workspace_id")) {
            if (line.path(name).isTextual()) {
                return line.path(name).asText();
            }
        }
        return "charges";
    }
}
