package dev.tollgate.gateway.files;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.file.StoredFile;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of a signed route whose caller is known. Confined to its event loop.
 *
 * @param file what the URL allows
 * @param signer the credential that it was issued to
 */
record FileExchange(
        HttpServerRequest request,
        Arrival arrival,
        SignedFile file,
        Credential signer,
        ProblemResponses problems,
        InstantSource clock) {

    /** Time for one step of the module. */
    private static final Duration STEP_MAX = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(FileExchange.class);
    private static final Charge FREE = new Charge("free", 0, 0, "", null);

    private static final Operation<SignedFile, StoredFile> TRANSFER = Declaration.read("transfer_file", "asset")
            .audited("transfer")
            .takes(SignedFile.class)
            .gives(StoredFile.class);

    /** A call for the module, with time for one step. */
    Call<SignedFile> call() {
        var workspace = Objects.requireNonNull(signer.workspace());
        var now = clock.instant();
        var facts = new CallFacts(
                arrival.requestId(),
                arrival.clientRequestId(),
                now,
                workspace.tenant(),
                workspace.workspace(),
                signer.actor(),
                arrival.surface(),
                TRANSFER.name(),
                TRANSFER.action(),
                null,
                arrival.clientAddress(),
                arrival.userAgent());
        var caller = new Caller(
                signer.actor(),
                workspace.tenant(),
                workspace.workspace(),
                signer.scopes(),
                null,
                workspace.modules(),
                workspace.timeZone());
        return new Call<>(TRANSFER, caller, file, Conditions.NONE, facts, FREE, now.plus(STEP_MAX));
    }

    void refuse(Refusal refusal) {
        problems.send(request, refusal, arrival.requestId(), null);
    }

    /** Answers a failure that has no refusal of its own; a client that went away is nobody's fault. */
    void broke(Throwable cause) {
        var gone = request.response().closed();
        refuse(refusal(cause));
        if (!gone && !(cause instanceof Failure)) {
            LOGGER.atError()
                    .addKeyValue("requestId", arrival.requestId())
                    .addKeyValue("asset", file.asset())
                    .setCause(cause)
                    .log("transfer of a file failed");
        }
    }

    static Refusal refusal(Throwable cause) {
        return cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(false);
    }

    /** Writes the one log line of a transfer. */
    void ended(String direction, long bytes, String outcome) {
        LOGGER.atInfo()
                .addKeyValue("requestId", arrival.requestId())
                .addKeyValue("workspace", file.workspace())
                .addKeyValue("actor", file.credential())
                .addKeyValue("asset", file.asset())
                .addKeyValue("direction", direction)
                .addKeyValue("bytes", bytes)
                .addKeyValue("outcome", outcome)
                .addKeyValue("durationMs", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrival.startedNanos()))
                .log("file transfer ended");
    }
}
