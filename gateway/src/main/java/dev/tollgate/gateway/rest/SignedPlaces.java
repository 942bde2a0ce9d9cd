package dev.tollgate.gateway.rest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits the messages of one event loop whose senders are not known before they are read. Where all places of an
 * operation are taken, the message that has been read for the longest loses its place to the next one: what is sent
 * slowly on purpose keeps nothing out. Confined to its event loop.
 */
final class SignedPlaces {

    /** Messages of one operation that are read or answered at once. */
    static final int MAX = 32;

    /** The place of one message; equal to itself only. */
    static final class Place {
        private final OfOperation all;
        private final Runnable lost;

        private Place(OfOperation all, Runnable lost) {
            this.all = all;
            this.lost = lost;
        }

        /** The message has been read: it is not lost any more. */
        void keep() {
            all.reading.remove(this);
        }

        /** Gives the place back; does nothing if it was lost. */
        void give() {
            all.reading.remove(this);
            all.taken.remove(this);
        }
    }

    private static final class OfOperation {
        private final Set<Place> taken = new HashSet<>();

        /** Those of messages that are being read, in the order in which they came. */
        private final SequencedSet<Place> reading = new LinkedHashSet<>();
    }

    private final Map<String, OfOperation> byOperation = new HashMap<>();

    /**
     * A place for a message that is read from now on; null if there is none, since all messages are being answered.
     *
     * @param lost runs, once, when another message takes the place
     */
    @Nullable Place take(String operation, Runnable lost) {
        var all = byOperation.computeIfAbsent(operation, _ -> new OfOperation());
        Place loser = null;
        if (all.taken.size() >= MAX) {
            if (all.reading.isEmpty()) {
                return null;
            }
            loser = all.reading.getFirst();
            loser.give();
        }
        var place = new Place(all, lost);
        all.taken.add(place);
        all.reading.add(place);
        if (loser != null) {
            loser.lost.run();
        }
        return place;
    }
}
