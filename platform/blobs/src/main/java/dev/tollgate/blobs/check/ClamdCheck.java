package dev.tollgate.blobs.check;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;

/**
 * Scans by clamd, over TCP with its INSTREAM command. One connection per scan, closed with it; clamd begins to scan
 * when it has all bytes, and only so many scans run at a time. One per process.
 */
public final class ClamdCheck implements BlobCheck {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final NetClient client;
    private final String host;
    private final int port;
    private final ScanPlaces places;

    public ClamdCheck(Vertx vertx, String host, int port) {
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) CONNECT_TIMEOUT.toMillis()));
        this.host = host;
        this.port = port;
        this.places = new ScanPlaces(vertx, ScanPlaces.WAIT_MAX, ScanPlaces.GOING_ON_MAX);
    }

    @Override
    public Scan begin(TenantId tenant) {
        return new ClamdScan(client.connect(port, host), places, tenant);
    }
}
