package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send slowly, or nothing. */
class SlowUploadsTest {

    private static final int SIZE = 100 << 20;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final OneUpload module = new OneUpload(SIZE);
    private final List<FileUpload> uploads = new CopyOnWriteArrayList<>();
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private OneLoop server;
    private RawConnection client;

    @BeforeEach
    void begin() {
        server = new OneLoop(folder, this::answer);
        client = new RawConnection(server.base())
                .send("PUT / HTTP/1.1\nHost: localhost\nContent-Length: " + SIZE + "\n\n");
        Eventually.within(SOON, () -> assertThat(uploads).hasSize(1));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void answer(HttpServerRequest request) {
        var target = new FileUpload.Target(module, server.blobs);
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

    private void passed(Duration time) {
        server.pass(time);
        server.run(uploads.getFirst()::watch);
    }

    private void assertGivenUp() {
        Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("the client was too slow"));
        assertThat(client.closesWithin(SOON)).isTrue();
        assertThat(module.recorded).hasValue(0);
        assertThat(module.released).hasValue(1);
        assertThat(server.await(() -> server.blobs.store().list(null)).entries())
                .isEmpty();
    }

    @Test
    void a_client_that_sends_nothing_is_given_up_after_30_seconds() {
        client.send(new byte[1 << 20]);
        Eventually.within(SOON, () -> assertThat(uploads.getFirst().received()).isEqualTo(1 << 20));
        passed(Duration.ZERO);

        passed(TransferPace.STALL_MAX.minusSeconds(1));
        assertThat(outcomes).isEmpty();
        passed(Duration.ofSeconds(1));

        assertGivenUp();
    }

    @Test
    void an_upload_ends_after_an_hour_however_steadily_it_goes() {
        var pause = Duration.ofSeconds(20);
        var sent = new byte[(int) (TransferPace.RATE_MIN * pause.toSeconds())];
        long steps = TransferPace.TIME_MAX.dividedBy(pause);

        for (int step = 1; step <= steps; step++) {
            assertThat(outcomes).isEmpty();
            client.send(sent);
            long all = step * (long) sent.length;
            Eventually.within(
                    SOON, () -> assertThat(uploads.getFirst().received()).isEqualTo(all));
            passed(pause);
        }

        assertGivenUp();
    }

    @Test
    void an_upload_in_time_is_recorded() {
        for (int at = 0; at < 100; at++) {
            client.send(new byte[1 << 20]);
        }

        assertThat(client.line()).contains("200");
        Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("ok"));
        assertThat(module.recorded).hasValue(1);
    }
}
