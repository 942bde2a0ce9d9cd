package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.MovingStatus;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something for a channel. Nothing is sent: {@code post.due} tells when it is time, and who sends it says so. */
public record Post(
        PostId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of its campaign.") @Nullable CampaignId campaignId,

        @JsonPropertyDescription("ID of the site.") @Nullable SiteId siteId,

        @JsonPropertyDescription("ID of the entry it is about.") @Nullable EntryId entryId,

        @JsonPropertyDescription("ID of the contact.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the company.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the deal.") @Nullable DealId dealId,

        @JsonPropertyDescription("IDs of its assets.") @Size(max = 10) List<AssetId> assetIds,

        @JsonPropertyDescription("Channel.") Channel channel,

        @JsonPropertyDescription("Title.") @Size(min = 1, max = 200) String title,

        @JsonPropertyDescription("Body.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(max = 10_000) @Nullable String body,

        @JsonPropertyDescription("URL.") @Pattern(regexp = "^https?://[^\\s]+$") @Size(max = 2_048) @Nullable
        String url,

        @JsonPropertyDescription("scheduled needs scheduled_at; published is final.")
        Status status,

        @JsonPropertyDescription("Scheduled at.") @Nullable Instant scheduledAt,

        @JsonPropertyDescription("When post.due was sent.") @Nullable Instant announcedAt,

        @JsonPropertyDescription("When it was set to published.") @Nullable Instant publishedAt,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public Post {
        assetIds = assetIds == null ? List.of() : List.copyOf(assetIds);
    }

    public enum Channel {
        BLOG,
        EMAIL,
        SOCIAL,
        SMS,
        OTHER
    }

    public enum Status implements MovingStatus<Status> {
        DRAFT,
        SCHEDULED,
        PUBLISHED,
        CANCELED;

        @Override
        public Set<Status> next() {
            return switch (this) {
                case DRAFT -> EnumSet.of(SCHEDULED, CANCELED);
                case SCHEDULED -> EnumSet.of(DRAFT, PUBLISHED, CANCELED);
                case PUBLISHED -> EnumSet.noneOf(Status.class);
                case CANCELED -> EnumSet.of(DRAFT);
            };
        }
    }

    /** Faults between its fields. */
    List<FieldError> faults() {
        return status == Status.SCHEDULED && scheduledAt == null
                ? List.of(new FieldError("scheduled_at", "is required for the status scheduled"))
                : List.of();
    }

    /** The changed post, if its status can become that. */
    Outcome<Post> moved(Post after) {
        var refusal = MovingStatus.refusal("post", status, after.status);
        return refusal == null ? Outcome.done(after) : Outcome.refused(refusal);
    }

    /** When {@code post.due} is to be sent; null for never, or where it was. */
    @Nullable Instant dueAt() {
        return status == Status.SCHEDULED && announcedAt == null ? scheduledAt : null;
    }
}
