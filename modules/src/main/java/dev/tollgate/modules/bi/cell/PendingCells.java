package dev.tollgate.modules.bi.cell;

import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.tracked.HashedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one call adds to cells: per name and hour. Actors have no numbers yet; bitmaps have their places in a list.
 *
 * @param actors those of the call, each once
 */
record PendingCells(List<UUID> actors, Map<HourCell.Key, HourCell> cells) {

    /** The cells of new events. */
    static PendingCells of(List<HashedEvent> events, Map<String, EventName> names) {
        var places = new HashMap<UUID, Integer>();
        var actors = new ArrayList<UUID>();
        var cells = new HashMap<HourCell.Key, HourCell>();
        for (var event : events) {
            var name = EventName.of(names, event.name());
            var cell = cells.computeIfAbsent(HourCell.Key.of(name.no(), event.occurredAt()), _ -> new HourCell());
            cell.events++;
            if (event.actor() != null) {
                var place = places.computeIfAbsent(event.actor(), actor -> {
                    actors.add(actor);
                    return actors.size() - 1;
                });
                cell.actors.add(place);
            }
            cell.cube.add(event.properties(), name.dimensions(), name.measures());
        }
        return new PendingCells(actors, cells);
    }

    static PendingCells read(UUID[] actors, byte[] stored) {
        return read(actors, stored, true, true);
    }

    /** The same without the bitmaps or cubes that a query does not ask for. */
    static PendingCells read(UUID[] actors, byte[] stored, boolean withActors, boolean withCubes) {
        var in = new CellDecoder(stored);
        var cells = new HashMap<HourCell.Key, HourCell>();
        while (in.hasMore()) {
            var key = new HourCell.Key((int) in.number(), (int) in.signed());
            long events = in.number();
            var bitmap = in.bytes();
            var cube = in.bytes();
            cells.put(
                    key,
                    new HourCell(
                            events,
                            withActors ? HourCell.actors(bitmap) : new RoaringBitmap(),
                            withCubes ? new CellDecoder(cube).cube() : new HourCube()));
        }
        return new PendingCells(List.of(actors), cells);
    }

    /** Whether stored cells are of a name too. */
    static boolean has(byte[] stored, int nameNo) {
        var in = new CellDecoder(stored);
        boolean has = false;
        while (!has && in.hasMore()) {
            has = in.number() == nameNo;
            var _ = in.signed();
            var _ = in.number();
            var _ = in.bytes();
            var _ = in.bytes();
        }
        return has;
    }

    byte[] bytes() {
        var out = new CellEncoder();
        cells.forEach((key, cell) -> {
            out.number(key.nameNo());
            out.signed(key.hour());
            out.number(cell.events);
            out.bytes(HourCell.bytes(cell.actors));
            out.bytes(CellEncoder.bytes(cell.cube));
        });
        return out.bytes();
    }

    /** The cells with the numbers of their actors. */
    Map<HourCell.Key, HourCell> numbered(Map<UUID, Integer> numbers) {
        var places = actors.stream()
                .mapToInt(actor -> Objects.requireNonNull(numbers.get(actor)))
                .toArray();
        var numbered = new HashMap<HourCell.Key, HourCell>();
        cells.forEach((key, cell) -> numbered.put(key, cell.renumbered(places)));
        return numbered;
    }

    /** The same with other cubes for one name. */
    PendingCells withCubes(int nameNo, UnaryOperator<HourCube> changed) {
        var other = new HashMap<HourCell.Key, HourCell>();
        cells.forEach((key, cell) -> other.put(
                key, key.nameNo() == nameNo ? new HourCell(cell.events, cell.actors, changed.apply(cell.cube)) : cell));
        return new PendingCells(actors, other);
    }
}
