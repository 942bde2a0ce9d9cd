package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.RawConnection;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.records.file.SignedFile;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One upload on a loop whose time the test turns forward; its client has sent the head, and the body as it is told. */
abstract class OneUploadTests {

    static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    final OneUpload module;
    final List<FileUpload> uploads = new CopyOnWriteArrayList<>();
    final List<String> outcomes = new CopyOnWriteArrayList<>();
    OneLoop server;
    RawConnection client;

    OneUploadTests(int size) {
        this.module = new OneUpload(size);
    }

    /** What scans the bytes. */
    BlobCheck scanner() {
        return BlobCheck.none();
    }

    @BeforeEach
    void begin() {
        server = new OneLoop(folder, this::answer);
        client = new RawConnection(server.base())
                .send("PUT / HTTP/1.1\nHost: localhost\nContent-Length: " + module.lease.size() + "\n\n");
        Eventually.within(SOON, () -> assertThat(uploads).hasSize(1));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void answer(HttpServerRequest request) {
        var blobs = server.blobs;
        var scanned = new Blobs(blobs.store(), scanner(), blobs.sizeMax(), blobs.pendingMax(), blobs.url());
        var target = new FileUpload.Target(module, scanned);
        var upload = new FileUpload(server.vertx, exchange(request), target, module.lease, server.streams.bounds());
        uploads.add(upload);
        upload.run()
                .onSuccess(_ -> request.response().end())
                .onComplete(result -> outcomes.add(
                        result.succeeded()
                                ? "ok"
                                : String.valueOf(result.cause().getMessage())));
    }

    private FileExchange exchange(HttpServerRequest request) {
        var workspace = new WorkspaceSnapshot(
                module.lease.blob().workspace(),
                new TenantId(UUID.randomUUID()),
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of("assets"),
                "business");
        var actor = new Actor(Actor.Kind.API_KEY, "key_test", "tester");
        return new FileExchange(
                request,
                new Arrival(
                        new RequestId(UUID.randomUUID()),
                        null,
                        Instant.now(),
                        0,
                        Surface.REST,
                        "127.0.0.1",
                        null,
                        null),
                new SignedFile(
                        new AssetId(UUID.randomUUID()),
                        module.lease.blob().workspace(),
                        actor.id(),
                        module.lease.blob().id(),
                        SignedFile.Purpose.PUT,
                        Instant.now().plusSeconds(60)),
                new Credential(UUID.randomUUID(), actor, Surface.REST, workspace, Set.of(), null, null, false),
                new ProblemResponses(new AnswerWriter(new Problems("http://localhost"))),
                InstantSource.system());
    }

    /** So much time has passed when the upload is looked at next. */
    final void passed(Duration time) {
        server.pass(time);
        server.run(uploads.getFirst()::watch);
    }
}
