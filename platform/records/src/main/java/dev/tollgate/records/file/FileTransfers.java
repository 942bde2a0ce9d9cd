package dev.tollgate.records.file;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;

/**
 * What the signed routes of files ask of the module that keeps the files, on one event loop. A call has a verified URL
 * as its input and who it was issued to as its caller; it is neither charged nor audited. Refusals are for the caller.
 */
public interface FileTransfers {

    /** How far an upload is. */
    Future<Outcome<UploadProgress>> progress(Call<SignedFile> call);

    /** Checks the head of a request, and leases the upload to it; refused while another request has it. */
    Future<Outcome<UploadGrant>> begin(Call<SignedFile> call, UploadHead head);

    /** Renews a lease; false if it has ended. */
    Future<Boolean> renew(Call<SignedFile> call, UploadGrant.Lease lease);

    /**
     * Records a body that is in the store, and ends the lease; refused, and nothing recorded, if the lease has ended or
     * the file has another digest than its owner says.
     */
    Future<Outcome<UploadProgress>> received(Call<SignedFile> call, UploadGrant.Lease lease, ReceivedBytes bytes);

    /** Ends a lease without a body; does nothing if it has ended. */
    Future<Void> release(Call<SignedFile> call, UploadGrant.Lease lease);

    /** The file behind a URL of a download. */
    Future<Outcome<StoredFile>> stored(Call<SignedFile> call);
}
