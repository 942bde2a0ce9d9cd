package dev.tollgate.blobs;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Scans bytes for malware while they pass. */
public interface BlobCheck {

    /** Result of a scan. */
    sealed interface Verdict {

        /** Nothing was found. */
        record Clean() implements Verdict {}

        /** The scanner knows these bytes by this name. */
        record Infected(String signature) implements Verdict {}

        /** The scanner is away, slow or refuses bytes of this size: nothing is known. */
        record Unavailable() implements Verdict {}

        /** As many bytes of this tenant are being scanned as may be: these were not. */
        record TooMany() implements Verdict {}
    }

    /** One scan. Used on one event loop. */
    interface Scan {

        /** Bytes in their order. The future, which never fails, completes when more may be passed. */
        Future<Void> write(Buffer bytes);

        /** No bytes follow. It may wait for other scans to end. The future never fails. */
        Future<Verdict> end();

        /** Gives up. */
        void abort();
    }

    /** A scan of bytes of this tenant, who shares the scanner with others. */
    Scan begin(TenantId tenant);

    /** Whether there is a scanner. */
    default boolean scans() {
        return true;
    }

    /** Finds nothing. */
    final class Unscanned implements Scan {

        private Unscanned() {}

        @Override
        public Future<Void> write(Buffer bytes) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Verdict> end() {
            return Future.succeededFuture(new Verdict.Clean());
        }

        @Override
        public void abort() {}
    }

    /** Every byte is clean. */
    static BlobCheck none() {
        return new BlobCheck() {
            @Override
            public Scan begin(TenantId tenant) {
                return new Unscanned();
            }

            @Override
            public boolean scans() {
                return false;
            }
        };
    }
}
