package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.file.ReceivedBytes;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.file.UploadHead;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides on uploads by the row of the file. Pure. */
final class UploadRules {

    private UploadRules() {}

    /** The row if the URL is one of its upload, and the upload is open. */
    static Outcome<FileRow> open(Optional<FileRow> found, SignedFile url) {
        return found.filter(file -> file.uploadId().equals(url.blob()) && file.status() == Asset.Status.UPLOAD_PENDING)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.Unauthorized()));
    }

    /**
     * What a request may do by its head.
     *
     * @param scanned whether bytes are scanned: what lies across two parts would not be found
     * @param token of the lease that it gets
     */
    static Outcome<UploadGrant> granted(FileRow file, UploadHead head, boolean scanned, UUID token, Instant now) {
        var refusal = refusal(file, head, scanned);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        var part = head.part() == null ? 0 : head.part();
        if (part != 0 && part < file.nextPart()) {
            return Outcome.done(new UploadGrant.Known(file.progress()));
        }
        if (part > file.nextPart()) {
            return Outcome.refused(
                    new Refusal.Conflict("Parts are sent in order: the next one is " + file.nextPart() + '.'));
        }
        if (file.isLeasedAt(now)) {
            return Outcome.refused(new Refusal.Conflict(
                    "Another request is sending bytes of this file. Try again once it has ended."));
        }
        return Outcome.done(lease(file, part, head.length(), token));
    }

    private static @Nullable Refusal refusal(FileRow file, UploadHead head, boolean scanned) {
        var part = head.part();
        if (part == null) {
            return head.length() != file.size()
                    ? Refusal.ValidationFailed.of(
                            "content_length", "must be the byte_size of the asset, " + file.size())
                    : file.mimeType().equals(head.mediaType())
                            ? null
                            : new Refusal.UnsupportedMediaType(
                                    "Content-Type must be the mime_type of the asset, " + file.mimeType() + '.');
        }
        if (part > file.parts()) {
            return Refusal.ValidationFailed.of("part", "must be at most " + file.parts());
        }
        if (scanned && file.parts() > 1) {
            return new Refusal.Conflict("Uploads are scanned for malware: send this file in one PUT, without part.");
        }
        return head.length() == file.partSize(part)
                ? null
                : Refusal.ValidationFailed.of("content_length", "of part " + part + " must be " + file.partSize(part));
    }

    /** A whole file gets a new blob, and so does an upload in parts that begins. */
    private static UploadGrant lease(FileRow file, int part, long length, UUID token) {
        var whole = part == 0;
        var blob = whole || file.partsBlob() == null ? token : file.partsBlob();
        return new UploadGrant.Lease(
                token,
                new BlobKey(file.workspace(), blob),
                whole ? null : file.upload(),
                part,
                length,
                part <= 1 ? file.mimeType() : null,
                whole ? null : file.digestState(),
                whole || part == file.parts() ? file.sha256() : null);
    }

    /** Why a body that is in the store does not count; null if it does. */
    static @Nullable Refusal refusal(FileRow file, UploadGrant.Lease lease, ReceivedBytes bytes) {
        if (!lease.lease().equals(file.lease())) {
            return new Refusal.Conflict("Another request is sending bytes of this file.");
        }
        return lease.sha256() == null || lease.sha256().equals(bytes.sha256())
                ? null
                : Refusal.ValidationFailed.of(
                        "sha256",
                        "the bytes have the digest " + bytes.sha256() + ". Send the file again from the start.");
    }
}
