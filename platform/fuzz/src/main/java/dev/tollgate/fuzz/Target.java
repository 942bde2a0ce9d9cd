package dev.tollgate.fuzz;

import dev.tollgate.fuzz.http.OpenApiFuzz;
import dev.tollgate.gateway.catalogue.ArgumentsFuzz;
import dev.tollgate.gateway.catalogue.MergePatchFuzz;
import dev.tollgate.gateway.catalogue.PathFuzz;
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
    TOKEN(TokenFuzz.class),
    MCP(MessageFuzz.class),
    PATH(PathFuzz.class),
    CURSOR(CursorFuzz.class),
    LIST_CURSOR(ListCursorFuzz.class),
    MERGE_PATCH(MergePatchFuzz.class),
    ARGUMENTS(ArgumentsFuzz.class),
    CUSTOM_FIELDS(CustomFieldsFuzz.class),
    CONTENT_SCHEMA(ContentSchemaFuzz.class),
    URL(UrlFuzz.class),
    FORWARDED(ForwardedFuzz.class),
    HEADERS(HeadersFuzz.class),
    JWT(JwtFuzz.class),
    SETTINGS(SettingsFuzz.class),
    INSIGHT_QUERY(InsightQueryFuzz.class),
    CRON(CronFuzz.class),
    FORM(FormFuzz.class),
    PROXY_HEADER(ProxyHeaderFuzz.class),
    OPENAPI(OpenApiFuzz.class);

    private final Class<?> type;

    Target(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    /** As it is typed, and the folder of its seeds. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
