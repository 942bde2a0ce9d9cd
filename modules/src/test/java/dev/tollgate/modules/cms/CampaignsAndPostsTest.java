package dev.tollgate.modules.cms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.cms.CampaignOperations.CampaignPatch;
import dev.tollgate.modules.cms.CampaignOperations.NewCampaign;
import dev.tollgate.modules.cms.PostOperations.NewPost;
import dev.tollgate.modules.cms.PostOperations.PostPatch;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CampaignsAndPostsTest {

    private static Desk desk;

    private Caller caller;
    private Content content;

    @BeforeAll
    static void open() {
        desk = new Desk(new CmsModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void prepare() {
        caller = desk.stranger();
        content = new Content(desk, caller);
    }

    @Test
    void a_campaign_goes_forward_and_is_archived_from_anywhere() {
        var campaign = campaign("{'name': 'Launch'}");

        assertThat(content.conflict(CampaignOperations.UPDATE, change(campaign, "{'status': 'completed'}")))
                .isEqualTo("A campaign that is draft can become only active, archived.");
        assertThat(changed(campaign, "{'status': 'active'}").status()).isEqualTo(Campaign.Status.ACTIVE);
        assertThat(changed(campaign, "{'status': 'completed'}").status()).isEqualTo(Campaign.Status.COMPLETED);
        assertThat(changed(campaign, "{'status': 'archived'}").status()).isEqualTo(Campaign.Status.ARCHIVED);
        assertThat(content.conflict(CampaignOperations.UPDATE, change(campaign, "{'status': 'draft'}")))
                .contains("stays so");
    }

    @Test
    void the_audit_shows_digests_of_long_texts() {
        var campaign = campaign("{'name': 'Launch', 'description': 'confidential plan'}");
        var post = post("{'channel': 'blog', 'title': 'One', 'body': 'confidential words'}");

        var bodies = desk.ownerRows("SELECT changes::text FROM audit.body");

        for (var id : List.of(campaign.id().text(), post.id().text())) {
            assertThat(bodies).anyMatch(body -> body.contains(id) && body.contains("sha256"));
        }
        assertThat(bodies).noneMatch(body -> body.contains("confidential"));
    }

    @Test
    void days_are_in_order_and_a_budget_has_a_currency() {
        assertThat(desk.faults(
                        CampaignOperations.CREATE,
                        caller,
                        read("{'name': 'A', 'starts_on': '2030-02-01', 'ends_on': '2030-01-01'}", NewCampaign.class)))
                .containsExactly("ends_on");
        assertThat(desk.faults(
                        CampaignOperations.CREATE, caller, read("{'name': 'A', 'budget_cents': 5}", NewCampaign.class)))
                .containsExactly("currency");
        assertThat(desk.faults(
                        CampaignOperations.CREATE,
                        caller,
                        read("{'name': 'A', 'budget_cents': 5, 'currency': 'EUX'}", NewCampaign.class)))
                .containsExactly("currency");
    }

    @Test
    void a_post_moves_between_draft_scheduled_and_canceled_until_it_is_published() {
        var post = post("{'channel': 'blog', 'title': 'One'}");

        assertThat(desk.faults(PostOperations.UPDATE, caller, change(post, "{'status': 'scheduled'}")))
                .containsExactly("scheduled_at");
        assertThat(content.conflict(PostOperations.UPDATE, change(post, "{'status': 'published'}")))
                .contains("scheduled, canceled");
        assertThat(changed(post, "{'status': 'canceled'}").status()).isEqualTo(Post.Status.CANCELED);
        assertThat(changed(post, "{'status': 'draft'}").status()).isEqualTo(Post.Status.DRAFT);
        assertThat(changed(post, "{'status': 'scheduled', 'scheduled_at': '2090-01-01T00:00:00Z'}")
                        .publishedAt())
                .isNull();
        assertThat(changed(post, "{'status': 'published'}").publishedAt()).isNotNull();
        assertThat(content.conflict(PostOperations.UPDATE, change(post, "{'status': 'draft'}")))
                .contains("stays so");
        assertThat(desk.events(caller).getLast().type()).isEqualTo("post.published");
    }

    @Test
    void post_due_comes_once_at_its_time_and_again_for_another_time() {
        var post = scheduled(Duration.ofHours(1));
        desk.runJobs();
        assertThat(dues()).isZero();

        desk.later(Duration.ofMinutes(61));
        desk.runJobs();
        desk.runJobs();
        assertThat(dues()).isEqualTo(1);

        var _ = changed(post, "{'scheduled_at': '" + desk.clock.instant().plus(Duration.ofHours(1)) + "'}");
        desk.later(Duration.ofMinutes(61));
        desk.runJobs();
        assertThat(dues()).isEqualTo(2);
        assertThat(desk.done(PostOperations.GET, caller, new Ref<>(post.id())).status())
                .isEqualTo(Post.Status.SCHEDULED);
    }

    @Test
    void a_post_that_is_canceled_or_deleted_is_not_due() {
        var canceled = scheduled(Duration.ofHours(1));
        var deleted = scheduled(Duration.ofHours(1));
        var _ = changed(canceled, "{'status': 'canceled'}");
        var _ = desk.done(PostOperations.DELETE, caller, new Ref<>(deleted.id()));

        desk.later(Duration.ofMinutes(61));
        desk.runJobs();

        assertThat(dues()).isZero();
    }

    @Test
    void a_create_that_updates_an_existing_post_moves_its_job_too() {
        var input = "{'channel': 'sms', 'title': 'One', 'external_source': 'x', 'external_id': '1'}";
        var _ = post(input);
        var scheduled = input.replace(
                "}",
                ", 'status': 'scheduled', 'scheduled_at': '"
                        + desk.clock.instant().plus(Duration.ofHours(1)) + "'}");

        var _ = desk.call(
                PostOperations.CREATE,
                caller,
                read(scheduled, NewPost.class),
                Conditions.NONE.withOnExisting(OnExisting.UPDATE));
        desk.later(Duration.ofMinutes(61));
        desk.runJobs();

        assertThat(dues()).isEqualTo(1);
    }

    private long dues() {
        return desk.events(caller).stream()
                .filter(event -> event.type().equals("post.due"))
                .count();
    }

    private Post scheduled(Duration until) {
        return post("{'channel': 'social', 'title': 'One', 'status': 'scheduled', 'scheduled_at': '"
                + desk.clock.instant().plus(until) + "'}");
    }

    private Post post(String input) {
        return desk.done(PostOperations.CREATE, caller, read(input, NewPost.class));
    }

    private Post changed(Post post, String patch) {
        return desk.done(PostOperations.UPDATE, caller, change(post, patch));
    }

    private static PostPatch change(Post post, String patch) {
        return Json.read(Content.json(patch).put("id", post.id().text()).encode(), PostPatch.class);
    }

    private Campaign campaign(String input) {
        return desk.done(CampaignOperations.CREATE, caller, read(input, NewCampaign.class));
    }

    private Campaign changed(Campaign campaign, String patch) {
        return desk.done(CampaignOperations.UPDATE, caller, change(campaign, patch));
    }

    private static CampaignPatch change(Campaign campaign, String patch) {
        return Json.read(Content.json(patch).put("id", campaign.id().text()).encode(), CampaignPatch.class);
    }

    private static <T> T read(String text, Class<T> type) {
        return Json.read(Content.json(text).encode(), type);
    }
}
