package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of sites. Fields are described on {@link Site}. */
public final class SiteOperations {

    public record NewSite(
            String name,
            String slug,
            @Nullable String defaultLocale,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record SiteQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String slug,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record SitePatch(
            SiteId id,
            Patch<String> name,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<SiteId, Site> SITES = ResourceOperations.of(
                    Site.class, SiteId.class, "cms", "sites")
            .at("/v1/cms/sites")
            .stored(table -> table.startingWith("default_locale", "en"));

    public static final Operation<NewSite, Site> CREATE =
            SITES.create(NewSite.class, """
            {"name": "Product docs", "slug": "docs", "default_locale": "en"}
            """, "Makes a site. Then create its collections.");

    public static final Operation<ListInput<SiteQuery>, Page<Site>> LIST =
            SITES.list(SiteQuery.class, """
            {"limit": 10}
            """, "Lists sites, newest first.");

    public static final Operation<Ref<SiteId>, Site> GET = SITES.get();

    public static final Operation<SitePatch, Site> UPDATE = SITES.update(SitePatch.class);

    private SiteOperations() {}
}
