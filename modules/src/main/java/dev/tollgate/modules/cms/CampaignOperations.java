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
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The operations of campaigns. Fields are described on {@link Campaign}. */
public final class CampaignOperations {

    public record NewCampaign(
            String name,
            @Nullable String description,
            Campaign.@Nullable Status status,
            @Nullable SiteId siteId,
            @Nullable LocalDate startsOn,
            @Nullable LocalDate endsOn,
            @Nullable Long budgetCents,
            @Nullable String currency,
            @Nullable String owner,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record CampaignQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            Campaign.@Nullable Status status,
            @Nullable SiteId siteId,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record CampaignPatch(
            CampaignId id,
            Patch<String> name,
            Patch<String> description,
            Patch<Campaign.Status> status,
            Patch<SiteId> siteId,
            Patch<LocalDate> startsOn,
            Patch<LocalDate> endsOn,
            Patch<Long> budgetCents,
            Patch<String> currency,
            Patch<String> owner,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<CampaignId, Campaign> CAMPAIGNS = ResourceOperations.of(
                    Campaign.class, CampaignId.class, "cms", "campaigns")
            .at("/v1/cms/campaigns")
            .stored(table -> table.startingWith("status", Campaign.Status.DRAFT)
                    .ruledBy(Campaign::faults)
                    .movedBy(Campaign::moved));

    public static final Operation<NewCampaign, Campaign> CREATE =
            CAMPAIGNS.create(NewCampaign.class, """
            {"name": "Spring launch", "starts_on": "2030-03-01", "budget_cents": 500000, "currency": "EUR"}
            """, "Makes a campaign, which posts refer to.");

    public static final Operation<ListInput<CampaignQuery>, Page<Campaign>> LIST =
            CAMPAIGNS.list(CampaignQuery.class, """
            {"limit": 10, "status": "draft"}
            """, "Lists campaigns, newest first.");

    public static final Operation<Ref<CampaignId>, Campaign> GET = CAMPAIGNS.get();

    public static final Operation<CampaignPatch, Campaign> UPDATE =
            CAMPAIGNS.update(CampaignPatch.class, "Changes only the fields you send.");

    private CampaignOperations() {}
}
