package dev.tollgate.gateway.files;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.FileSigners;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.file.SignedFile.Purpose;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Set;

/** Admits the credentials that signed URLs were issued to, by what they may do now. One per event loop. */
public final class FileCallers {

    private static final String MODULE = "assets";
    private static final Access WRITE = new Access.Scoped(MODULE, new Scope(MODULE + ":write"));
    private static final Access READ = new Access.Scoped(MODULE, new Scope(MODULE + ":read"));

    private final FileSigners signers;
    private final Metering metering;
    private final FileStreams streams;

    /**
     * Of one loop.
     *
     * @param streams limits of all loops
     */
    public FileCallers(FileSigners signers, Metering metering, FileStreams streams) {
        this.signers = signers;
        this.metering = metering;
        this.streams = streams;
    }

    /** The credential of a verified URL; 401 if it may do no more what the URL allows, 429 if it sends too much. */
    Future<Outcome<Credential>> admitted(SignedFile file, Arrival arrival) {
        var id = FileSigners.id(file.credential());
        var refusal = id.isPresent() ? streams.lookup(id.get()) : null;
        if (refusal != null) {
            return Future.succeededFuture(Outcome.refused(refusal));
        }
        return signers.credential(file.workspace(), file.credential())
                .map(found -> found.filter(signer -> mayStill(signer, file, arrival))
                        .map(this::withinRate)
                        .orElseGet(() -> Outcome.refused(new Refusal.Unauthorized())));
    }

    private static boolean mayStill(Credential signer, SignedFile file, Arrival arrival) {
        var workspace = signer.workspace();
        return workspace != null
                && signer.allowed().hold(arrival.clientAddress())
                && Rights.closed(workspace) == null
                && Rights.barred(signer, workspace) == null
                && Rights.missing(file.purpose() == Purpose.PUT ? WRITE : READ, signer, workspace, Set.of()) == null;
    }

    private Outcome<Credential> withinRate(Credential signer) {
        var workspace = Objects.requireNonNull(signer.workspace());
        var refusal =
                streams.request(signer, metering.callsPerSecond(signer), metering.tenantCallsPerSecond(workspace));
        return refusal == null ? Outcome.done(signer) : Outcome.refused(refusal);
    }
}
