package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What some pages show besides the record or the list: figures, health, the pause state, next steps. */
final class RecordParts {

    private static final String TENANT = Places.ROOT + "/tenants/{tenant_id}";
    private static final String WORKSPACE = Places.ROOT + "/workspaces/{workspace_id}";

    /** Lists of the installation beside its state. */
    private static final List<String> OF_SYSTEM = List.of("/dead-letters", "/jobs", "/settings", "/audit-events");

    private final PageParts parts;
    private final PageCalls calls;
    private final InstantSource clock;
    private final CompiledFace<?, ?> billing;
    private final UsageChart usage;
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
        this.usage = new UsageChart(calls, catalogue, clock);
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
        return Future.all(account(look), firstSteps.of(look), usage.ofDays(look))
                .map(RecordParts::joined);
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
}
