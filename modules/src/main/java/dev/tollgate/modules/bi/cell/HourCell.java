package dev.tollgate.modules.bi.cell;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What is known of one name, or of all, in one hour. Grows. */
final class HourCell {

    static final int HOUR_SECONDS = 3_600;

    /** The number of all names. */
    static final int ALL = 0;

    /** @param hour hours since 1970 */
    record Key(int nameNo, int hour) {

        static Key of(int nameNo, Instant at) {
            return new Key(nameNo, Math.toIntExact(Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS)));
        }

        Key ofAll() {
            return new Key(ALL, hour);
        }

        Instant start() {
            return Instant.ofEpochSecond((long) hour * HOUR_SECONDS);
        }
    }

    long events;
    final RoaringBitmap actors;
    final HourCube cube;

    HourCell() {
        this(0, new RoaringBitmap(), new HourCube());
    }

    HourCell(long events, RoaringBitmap actors, HourCube cube) {
        this.events = events;
        this.actors = actors;
        this.cube = cube;
    }

    void add(HourCell other) {
        addCount(other);
        cube.add(other.cube);
    }

    /** Adds its count and actors only. */
    void addCount(HourCell other) {
        events += other.events;
        actors.or(other.actors);
    }

    /** The same with other numbers for its actors. */
    HourCell renumbered(int[] numbers) {
        var renumbered = new RoaringBitmap();
        actors.forEach((int actor) -> renumbered.add(numbers[actor]));
        return new HourCell(events, renumbered, cube);
    }

    static RoaringBitmap actors(byte[] stored) {
        var bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(stored));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
        return bitmap;
    }

    static byte[] bytes(RoaringBitmap actors) {
        actors.runOptimize();
        var bytes = ByteBuffer.allocate(actors.serializedSizeInBytes());
        actors.serialize(bytes);
        return bytes.array();
    }

    static HourCube cube(@Nullable Buffer stored) {
        return stored == null ? new HourCube() : new CellDecoder(stored.getBytes()).cube();
    }

    /** Null where it covers nothing. */
    static @Nullable Buffer stored(HourCube cube) {
        return cube.isEmpty() ? null : Buffer.buffer(CellEncoder.bytes(cube));
    }
}
