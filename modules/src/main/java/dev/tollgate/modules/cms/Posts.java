package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.PostOperations.NewPost;
import dev.tollgate.modules.cms.PostOperations.PostPatch;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.RecordJob;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.schema.FieldCheck.AssetReference;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Posts with a job each while they are scheduled: at their time {@code post.due} is sent, once. */
final class Posts {

    static final JobKind DUE = JobKind.of("cms.post_due", "post.announce");

    private static final TableDeclaration<Post> TABLE = PostOperations.POSTS.table();
    private static final Column<Post, Instant> ANNOUNCED_AT = TABLE.column("announced_at", Instant.class);
    private static final Column<Post, Instant> PUBLISHED_AT = TABLE.column("published_at", Instant.class);

    private final RecordTable<Post> posts;
    private final Work work;
    private final RecordJob<Post> announcement;

    Posts(ModuleContext context) {
        this.posts = context.table(TABLE);
        this.work = context.work();
        this.announcement = new RecordJob<>(context.jobs(), DUE, (post, _) -> post.dueAt());
    }

    void serve(OperationBus bus) {
        bus.serve(PostOperations.CREATE, this::create);
        bus.serve(PostOperations.UPDATE, this::update);
        bus.serve(PostOperations.DELETE, this::delete);
    }

    private Future<Outcome<Post>> create(Call<NewPost> call) {
        var fresh = posts.fresh(call.input());
        var wanted = new NewRecord<Post>(
                stamp -> settled(null, fresh.fresh().apply(stamp), call),
                before -> fresh.merged().apply(before).map(after -> settled(before, after, call)));
        return work.write(
                call,
                transaction -> posts.insert(transaction, call, wanted)
                        .map(outcome -> outcome.map(change -> announcement.follow(transaction, call, change)))
                        .compose(outcome -> referring(transaction, call, outcome)));
    }

    private Future<Outcome<Post>> update(Call<PostPatch> call) {
        var patch = call.input();
        return work.write(
                call,
                transaction -> posts.patch(
                                transaction,
                                call,
                                patch.id(),
                                before -> Outcome.done(settled(before, posts.patched(before, patch), call)))
                        .map(outcome -> outcome.map(change -> announcement.follow(transaction, call, change)))
                        .compose(outcome -> referring(transaction, call, outcome)));
    }

    private Future<Outcome<Post>> delete(Call<Ref<PostId>> call) {
        return posts.remove(call, call.input().id(), List.of(announcement.deletion()));
    }

    /** Another time is announced again; the time of publication follows the status. */
    private static Post settled(@Nullable Post before, Post after, Call<?> call) {
        var copy = TABLE.copy(after);
        if (before != null && !Objects.equals(before.scheduledAt(), after.scheduledAt())) {
            copy = copy.set(ANNOUNCED_AT, null);
        }
        if (after.status() == Post.Status.PUBLISHED && after.publishedAt() == null) {
            copy = copy.set(PUBLISHED_AT, call.facts().time());
        }
        return copy.done();
    }

    /** Keeps the references to assets where they have changed; refused if one leads nowhere. */
    private static Future<Outcome<Change<Post>>> referring(
            Transaction transaction, Call<?> call, Outcome<Change<Post>> outcome) {
        if (!(outcome instanceof Outcome.Done<Change<Post>>(Change<Post> change))) {
            return Future.succeededFuture(outcome);
        }
        var before = (Post) change.records().getFirst().before();
        var after = change.answer();
        if (after.assetIds().equals(before == null ? List.of() : before.assetIds())) {
            return Future.succeededFuture(outcome);
        }
        var references = IntStream.range(0, after.assetIds().size())
                .mapToObj(at -> new AssetReference(
                        "asset_ids[" + at + ']', after.assetIds().get(at).value()))
                .toList();
        return AssetRefs.faults(transaction, call, references, false).map(faults -> {
            AssetRefs.ofPost(transaction, call, after.id(), after.assetIds());
            return faults.isEmpty() ? outcome : Outcome.refused(new Refusal.ValidationFailed(faults));
        });
    }

    Future<?> announce(JobRun run) {
        var now = run.call().facts().time();
        return run.write(transaction -> posts.patch(
                transaction, run.call(), new PostId(run.subject()), before -> Outcome.done(announced(before, now))));
    }

    private static Post announced(Post post, Instant now) {
        var due = post.dueAt();
        return due == null || due.isAfter(now)
                ? post
                : TABLE.copy(post).set(ANNOUNCED_AT, now).done();
    }
}
