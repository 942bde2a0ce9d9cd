package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of posts. Fields are described on {@link Post}. */
public final class PostOperations {

    public record NewPost(
            Post.Channel channel,
            String title,
            @Nullable String body,
            @Nullable String url,
            Post.@Nullable Status status,
            @Nullable Instant scheduledAt,
            @Nullable CampaignId campaignId,
            @Nullable SiteId siteId,
            @Nullable EntryId entryId,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable List<AssetId> assetIds,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record PostQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            Post.@Nullable Channel channel,
            Post.@Nullable Status status,
            @Nullable CampaignId campaignId,
            @Nullable SiteId siteId,
            @Nullable EntryId entryId,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record PostPatch(
            PostId id,
            Patch<String> title,
            Patch<String> body,
            Patch<String> url,
            Patch<Post.Channel> channel,
            Patch<Post.Status> status,
            Patch<Instant> scheduledAt,
            Patch<CampaignId> campaignId,
            Patch<SiteId> siteId,
            Patch<EntryId> entryId,
            Patch<ContactId> contactId,
            Patch<CompanyId> companyId,
            Patch<DealId> dealId,
            Patch<List<AssetId>> assetIds,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<PostId, Post> POSTS = ResourceOperations.of(
                    Post.class, PostId.class, "cms", "posts")
            .at("/v1/cms/posts")
            .stored(table -> table.startingWith("status", Post.Status.DRAFT)
                    .startingWith("asset_ids", List.of())
                    .ruledBy(Post::faults)
                    .movedBy(Post::moved)
                    .announcedBy(PostOperations::verb, "due", "published"));

    public static final Operation<NewPost, Post> CREATE = POSTS.create(
            NewPost.class,
            """
            {"channel": "social", "title": "We are live", "status": "scheduled", "scheduled_at": "2030-03-01T09:00:00Z"}
            """,
            "Creates a post for a channel. Tollgate does not send it: at scheduled_at it announces the event post.due.");

    public static final Operation<ListInput<PostQuery>, Page<Post>> LIST =
            POSTS.list(PostQuery.class, """
            {"limit": 10, "status": "scheduled"}
            """, "Lists posts, newest first.");

    public static final Operation<Ref<PostId>, Post> GET = POSTS.get();

    public static final Operation<PostPatch, Post> UPDATE = POSTS.update(
            PostPatch.class, "Changes only the fields you send. Set a scheduled post to published once it is out.");

    public static final Operation<Ref<PostId>, Post> DELETE =
            POSTS.delete("Deletes a post for good and returns its last state.");

    private static @Nullable String verb(Post before, Post after) {
        if (after.status() == Post.Status.PUBLISHED && before.status() != Post.Status.PUBLISHED) {
            return "published";
        }
        return after.announcedAt() != null && !after.announcedAt().equals(before.announcedAt()) ? "due" : null;
    }

    private PostOperations() {}
}
