package dev.tollgate.fuzz;

import dev.tollgate.fuzz.http.OpenApiFuzz;
import dev.tollgate.gateway.catalogue.input.ArgumentsFuzz;
import dev.tollgate.gateway.catalogue.input.MergePatchFuzz;
import dev.tollgate.gateway.catalogue.input.PathFuzz;
import dev.tollgate.gateway.console.form.FormFuzz;
import dev.tollgate.gateway.http.ProxyHeaderFuzz;
import dev.tollgate.gateway.identity.JwtFuzz;
import dev.tollgate.gateway.mcp.ListCursorFuzz;
import dev.tollgate.gateway.mcp.MessageFuzz;
import dev.tollgate.gateway.rest.HeadersFuzz;
import dev.tollgate.modules.bi.dataset.CronFuzz;
import dev.tollgate.modules.bi.query.grammar.InsightQueryFuzz;
import dev.tollgate.records.schema.ContentSchemaFuzz;
import dev.tollgate.records.table.CursorFuzz;
import dev.tollgate.records.table.CustomFieldsFuzz;
import dev.tollgate.webhooks.address.UrlFuzz;
import java.util.Locale;

/** Everything that is fuzzed, by the name the command takes. */
enum Target {
    TOKEN(TokenFuzz.class, 20_000),
    MCP(MessageFuzz.class, 20_000),
    PATH(PathFuzz.class, 5_000),
    CURSOR(CursorFuzz.class, 20_000),
    LIST_CURSOR(ListCursorFuzz.class, 20_000),
    MERGE_PATCH(MergePatchFuzz.class, 20_000),
    ARGUMENTS(ArgumentsFuzz.class, 20_000),
    CUSTOM_FIELDS(CustomFieldsFuzz.class, 20_000),
    CONTENT_SCHEMA(ContentSchemaFuzz.class, 20_000),
    URL(UrlFuzz.class, 20_000),
    FORWARDED(ForwardedFuzz.class, 5_000),
    HEADERS(HeadersFuzz.class, 20_000),
    JWT(JwtFuzz.class, 4_000),
    SETTINGS(SettingsFuzz.class, 300),
    INSIGHT_QUERY(InsightQueryFuzz.class, 20_000),
    CRON(CronFuzz.class, 20_000),
    FORM(FormFuzz.class, 20_000),
    PROXY_HEADER(ProxyHeaderFuzz.class, 20_000),
    OPENAPI(OpenApiFuzz.class, 300);

    private final Class<?> type;
    private final int shortRun;

    /** @param shortRun inputs that take about a second */
    Target(Class<?> type, int shortRun) {
        this.type = type;
        this.shortRun = shortRun;
    }

    Class<?> type() {
        return type;
    }

    /** Inputs of a short run. */
    int shortRun() {
        return shortRun;
    }

    /** As it is typed, and the folder of its seeds. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
