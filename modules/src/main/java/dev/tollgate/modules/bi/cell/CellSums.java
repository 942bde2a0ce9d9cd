package dev.tollgate.modules.bi.cell;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Adds up cells and pending ones for one query. Used by one thread. */
final class CellSums {

    /** The next provisional number, for an actor without a stored one; they count down, so they meet none. */
    private int provisional = Integer.MAX_VALUE;

    /** Where an amount is added. */
    private record Place(int nameNo, int bucket, Optional<String> value) {}

    /** What is added there. */
    private static final class Sum {
        final CellSlice slice = new CellSlice();

        @Nullable RoaringBitmap actors;

        void add(RoaringBitmap more) {
            if (!more.isEmpty()) {
                actors = actors == null ? new RoaringBitmap() : actors;
                actors.or(more);
            }
        }
    }

    private static final RoaringBitmap EMPTY_BITMAP = new RoaringBitmap();

    private final CellQuery query;
    private final Instant[] bounds;
    private final Set<String> measures;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<UUID, Integer> numbers = new HashMap<>();
    private final Map<Place, Sum> sums = new HashMap<>();
    private final List<PendingCells> pending = new ArrayList<>();
    private boolean unknown;
    private long pendingBytes;
    private long cellBytes;
    private int cells;

    CellSums(CellQuery query) {
        this.query = query;
        this.bounds = query.bounds().toArray(Instant[]::new);
        this.measures = query.measures();
    }

    void name(int no, String name) {
        names.put(no, name);
    }

    void actor(UUID actor, int number) {
        numbers.put(actor, number);
    }

    /** Added once the names and numbers of actors are known. */
    void pending(Row row) {
        var content = row.getBuffer("content");
        pendingBytes += content.length();
        if (!isTooMuch()) {
            pending.add(PendingCells.read(
                    row.getArrayOfUUIDs("batch"), content.getBytes(), query.actors(), query.needsCubes()));
        }
    }

    void cell(Row row) {
        cells++;
        cellBytes += length(row.getBuffer("actors")) + length(row.getBuffer("content"));
        if (isTooMuch()) {
            return;
        }
        var actors = query.actors() ? HourCell.actors(row.getBuffer("actors").getBytes()) : new RoaringBitmap();
        var cell = new HourCell(row.getLong("events"), actors, HourCell.cube(row.getBuffer("content")));
        add(row.getInteger("no"), row.getInteger("bucket"), cell);
    }

    private static int length(@Nullable Buffer bytes) {
        return bytes == null ? 0 : bytes.length();
    }

    private boolean isTooMuch() {
        return pending.size() > CellQueries.PENDING_MAX
                || pendingBytes > CellQueries.PENDING_BYTES_MAX
                || cells > CellQueries.CELLS_MAX
                || cellBytes > CellQueries.CELLS_BYTES_MAX
                || (long) sums.size() * (1 + measures.size()) > CellQueries.FIGURES_MAX;
    }

    private void add(int nameNo, int bucket, HourCell cell) {
        if (query.dimension() == null) {
            unknown |= !cell.cube.covers(cell.events, measures);
            var sum = sum(nameNo, bucket, Optional.empty());
            sum.slice.events += cell.events;
            sum.add(cell.actors);
            addMeasures(sum, cell.cube.all);
            return;
        }
        var values = cell.cube.by(query.dimension(), cell.events, measures);
        unknown |= values.isEmpty();
        values.orElse(Map.of()).forEach((value, slice) -> {
            var sum = sum(nameNo, bucket, value);
            sum.slice.events += slice.events;
            addMeasures(sum, slice);
        });
    }

    private void addMeasures(Sum sum, CellSlice slice) {
        for (var measure : measures) {
            sum.slice.measures.merge(
                    measure, slice.measures.getOrDefault(measure, MeasureTotals.NONE), MeasureTotals::plus);
        }
    }

    private Sum sum(int nameNo, int bucket, Optional<String> value) {
        return sums.computeIfAbsent(new Place(nameNo, bucket, value), _ -> new Sum());
    }

    private void addPending(PendingCells batch) {
        if (isTooMuch()) {
            return;
        }
        if (query.actors()) {
            batch.actors().forEach(actor -> numbers.computeIfAbsent(actor, _ -> provisional--));
        }
        boolean all = query.names().isEmpty();
        var cells = query.actors() ? batch.numbered(numbers) : batch.cells();
        cells.forEach((key, cell) -> {
            int bucket = bucket(key.start());
            int nameNo = all ? HourCell.ALL : key.nameNo();
            if (bucket >= 0 && names.containsKey(nameNo)) {
                add(nameNo, bucket, cell);
            }
        });
    }

    /** The bucket of an hour; negative if it is in none. */
    private int bucket(Instant hour) {
        int at = Arrays.binarySearch(bounds, hour);
        int bucket = at >= 0 ? at : -at - 2;
        return bucket == bounds.length - 1 ? -1 : bucket;
    }

    CellAnswer answer() {
        if (isTooMuch()) {
            return new CellAnswer.ReadRows();
        }
        pending.forEach(this::addPending);
        return unknown || isTooMuch() ? new CellAnswer.ReadRows() : new CellAnswer.Exact(totals(sums.entrySet()));
    }

    private List<CellTotals> totals(Collection<Map.Entry<Place, Sum>> added) {
        return added.stream()
                .map(entry -> {
                    var place = entry.getKey();
                    var sum = entry.getValue();
                    return new CellTotals(
                            names.getOrDefault(place.nameNo(), ""),
                            place.bucket(),
                            place.value().orElse(null),
                            sum.slice.events,
                            sum.slice.measures,
                            sum.actors == null ? EMPTY_BITMAP : sum.actors);
                })
                .toList();
    }
}
